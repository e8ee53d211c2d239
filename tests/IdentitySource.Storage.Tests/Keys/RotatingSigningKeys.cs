using IdentitySource.Protocol;
using IdentitySource.Protocol.Jose;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Keys;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Postgres;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Storage.Tests.Keys;

public class RotatingSigningKeys : IAsyncLifetime
{
    private static readonly TimeSpan LongestToken = TimeSpan.FromHours(1);

    private readonly TestDeployment deployment = new();

    private RingName Ring => new(deployment.PoolId, deployment.PoolId, SigningAlgorithm.RS256);

    private DateTimeOffset Now => deployment.Clock.Now;

    public Task InitializeAsync() => deployment.InitializeAsync();

    public Task DisposeAsync() => deployment.DisposeAsync();

    [Fact, Spec("OIDC Core §10.1.1")]
    public async Task A_new_server_has_of_each_algorithm_a_key_that_signs_and_one_that_is_published_ahead()
    {
        var ring = await LoadAsync();
        foreach (var algorithm in SigningKeyStore.Algorithms)
        {
            var keys = ring.Keys.Where(key => key.Key.Algorithm == algorithm).ToList();
            Assert.Equal(2, keys.Count);
            Assert.Single(keys, key => key.SignsFrom == DateTimeOffset.MaxValue);
            Assert.Equal(DateTimeOffset.MaxValue, keys.Max(key => key.LastsUntil));
        }

        Assert.Equal(4, ring.Verifying(Now).Count);
    }

    [Fact, Attack("KR-08")]
    public async Task No_two_servers_share_a_key_and_its_name_is_its_thumbprint()
    {
        var mine = await LoadAsync();
        var operators = await deployment.PoolAsync(UserPool.OperatorsSlug);
        var theirs = await deployment.Get<SigningKeyStore>().LoadAsync(operators, operators, default);
        var kids = mine.Keys.Concat(theirs.Keys).Select(key => key.Key.Kid).ToList();
        Assert.Equal(8, kids.Distinct().Count());
        Assert.All(kids, kid => Assert.Equal(43, kid.Length));
    }

    [Fact]
    public async Task The_next_key_signs_at_once_when_it_was_published_long_enough()
    {
        var next = Next(await LoadAsync());
        var old = Current(await LoadAsync());
        deployment.Clock.Advance(KeyRotation.LeadTime + TimeSpan.FromSeconds(1));

        var rotated = await RotateAsync();

        Assert.Equal(new Rotation(next, Now, old), rotated);
        var ring = await LoadAsync();
        Assert.Equal(next, Current(ring));
        Assert.NotEqual(next, Next(ring));
    }

    [Fact, Attack("KR-01"), Spec("OIDC Core §10.1.1")]
    public async Task A_next_key_that_relying_parties_may_not_have_seen_waits_until_they_must_have()
    {
        var (old, next) = (Current(await LoadAsync()), Next(await LoadAsync()));
        var rotated = await RotateAsync();
        Assert.Equal(next, rotated!.Kid);
        Assert.Equal(Now + KeyRotation.LeadTime, rotated.SignsFrom);
        Assert.Equal(old, Current(await LoadAsync()));

        deployment.Clock.Advance(KeyRotation.LeadTime);
        Assert.Equal(next, Current(await LoadAsync()));
    }

    [Fact]
    public async Task Asking_again_while_a_key_waits_for_its_time_changes_nothing()
    {
        var first = await RotateAsync();
        var before = await CountAsync();
        Assert.Equal(first, await RotateAsync());
        Assert.Equal(before, await CountAsync());
    }

    [Fact]
    public async Task Immediately_means_without_waiting_also_for_a_key_that_already_has_a_date()
    {
        var waiting = await RotateAsync();
        deployment.Clock.AdvanceSeconds(1);
        var hurried = await RotateAsync(immediately: true);
        Assert.Equal(waiting!.Kid, hurried!.Kid);
        Assert.Equal(Now, hurried.SignsFrom);
        Assert.Equal(waiting.Kid, Current(await LoadAsync()));
    }

    [Fact]
    public async Task The_old_key_stays_until_the_last_token_it_signed_is_dead()
    {
        var old = Current(await LoadAsync());
        deployment.Clock.AdvanceSeconds(1);
        await RotateAsync(immediately: true);

        deployment.Clock.Advance(LongestToken + TimeSpan.FromMinutes(4));
        Assert.Contains((await LoadAsync()).Verifying(Now), key => key.Kid == old);
        deployment.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.DoesNotContain((await LoadAsync()).Verifying(Now), key => key.Kid == old);
    }

    [Fact, Spec("RP-Initiated Logout §2")]
    public async Task A_hint_is_known_by_the_old_key_for_as_long_as_a_session_lasts()
    {
        var old = Current(await LoadAsync());
        await RotateAsync(immediately: true);

        deployment.Clock.Advance(KeyKeeper.Remembered);
        Assert.Contains((await LoadAsync()).Keys, key => key.Key.Kid == old);
        deployment.Clock.Advance(LongestToken + TimeSpan.FromMinutes(5));
        Assert.DoesNotContain((await LoadAsync()).Keys, key => key.Key.Kid == old);
    }

    [Fact]
    public async Task A_longer_token_of_any_application_keeps_the_old_key_longer()
    {
        await using (var db = await deployment.DatabaseAsync())
        {
            db.Applications.Add(Rows.Application(deployment.PoolId, "long", new() { AccessTokenLifetime = TimeSpan.FromHours(20) }));
            await db.SaveChangesAsync();
        }

        var old = Current(await LoadAsync());
        deployment.Clock.AdvanceSeconds(1);
        await RotateAsync(immediately: true);
        deployment.Clock.Advance(TimeSpan.FromHours(20));
        Assert.Contains((await LoadAsync()).Verifying(Now), key => key.Kid == old);
    }

    [Fact]
    public async Task Several_servers_at_once_make_one_new_key()
    {
        deployment.Clock.Advance(KeyKeeper.MaxAge);
        var keepers = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
            Keeper(await deployment.StartNodeAsync(services => services.AddSingleton<SigningKeyMaker>(MakeSlowly)))));
        var rotated = await Task.WhenAll(keepers.Select(keeper => Task.Run(() => keeper.TendAsync(default))));

        // Two pools of two algorithms each.
        Assert.Equal(4, rotated.Sum());
        Assert.Equal(3, await CountAsync());
        Assert.Equal(0, await keepers[0].TendAsync(default));
        Assert.Equal([true, true], (await deployment.EventsAsync("keys_rotated")).Select(act => act.Administrative));
    }

    /// <summary>So that whoever does not wait for the turn reads before the first one has written.</summary>
    private static SigningKey MakeSlowly(SigningAlgorithm algorithm)
    {
        Thread.Sleep(200);
        return SigningKey.Create(algorithm);
    }

    [Fact]
    public async Task Young_keys_are_left_alone()
    {
        deployment.Clock.Advance(KeyKeeper.MaxAge - TimeSpan.FromMinutes(1));
        Assert.Equal(0, await Keeper(deployment.Services).TendAsync(default));
        Assert.Equal(2, await CountAsync());
    }

    [Fact]
    public async Task A_dead_key_is_deleted_when_no_session_can_be_left_that_began_with_it()
    {
        await RotateAsync(immediately: true);
        deployment.Clock.Advance(KeyKeeper.Remembered);
        await Keeper(deployment.Services).TendAsync(default);
        Assert.Equal(3, await CountAsync());
        deployment.Clock.Advance(TimeSpan.FromDays(1));
        await Keeper(deployment.Services).TendAsync(default);
        Assert.Equal(2, await CountAsync());
    }

    [Fact, Attack("KR-10")]
    public async Task When_the_database_takes_no_writes_the_old_key_goes_on_signing()
    {
        var old = Current(await LoadAsync());
        deployment.Clock.Advance(KeyKeeper.MaxAge);
        await using (var db = await deployment.DatabaseAsync())
        {
            await db.Database.ExecuteSqlRawAsync("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database()); END $$");
        }

        var node = await deployment.StartNodeAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => Keeper(node).TendAsync(default));
        Assert.Equal(old, Current(await node.GetRequiredService<SigningKeyStore>().LoadAsync(deployment.PoolId, deployment.PoolId, default)));
    }

    private static KeyKeeper Keeper(IServiceProvider node) => ActivatorUtilities.CreateInstance<KeyKeeper>(node);

    private async Task<Rotation?> RotateAsync(bool immediately = false)
    {
        await using var db = await deployment.DatabaseAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var rotated = await deployment.Get<KeyRotation>().RotateAsync(db, Ring, immediately, ifSigningSince: null, default);
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return rotated;
    }

    private Task<KeyRing> LoadAsync() => deployment.Get<SigningKeyStore>().LoadAsync(deployment.PoolId, deployment.PoolId, default);

    private async Task<int> CountAsync()
    {
        await using var db = await deployment.DatabaseAsync();
        return await db.SigningKeys.CountAsync(row => row.ServerId == Ring.ServerId && row.Algorithm == Ring.Algorithm);
    }

    private string Current(KeyRing ring) => ring.Signing(Ring.Algorithm, Now).Kid;

    private string Next(KeyRing ring) => ring.Keys.Single(key => key.Key.Algorithm == Ring.Algorithm && key.SignsFrom == DateTimeOffset.MaxValue).Key.Kid;
}
