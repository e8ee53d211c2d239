using IdentitySource.Management.Applications;
using IdentitySource.Management.Keys;
using IdentitySource.Protocol.Jose;
using IdentitySource.Storage.Snapshots;
using IdentitySource.TestKit.Postgres;
using Xunit;
using Attack = IdentitySource.TestKit.AttackAttribute;

namespace IdentitySource.Management.Tests.Keys;

public class WorkingOnKeys : IAsyncLifetime
{
    private readonly TestDeployment deployment = new();

    private CreatedApplication application = null!;

    public async Task InitializeAsync()
    {
        await deployment.InitializeAsync();
        application = (await deployment.Get<CreateApplication>().RunAsync(
            Actor.CommandLine,
            new NewApplication { PoolId = deployment.PoolId, Name = "Notes", Address = "notes", RedirectUris = ["https://rp.acme.test/cb"] },
            default)).Value!;
        deployment.Clock.Advance(TimeSpan.FromHours(2));
    }

    public Task DisposeAsync() => deployment.DisposeAsync();

    [Fact]
    public async Task The_list_says_of_each_server_and_algorithm_which_key_signs_and_which_comes_next()
    {
        var keys = await ListAsync();
        Assert.Equal(8, keys.Count);
        foreach (var ring in keys.GroupBy(key => (key.Application, key.Algorithm)))
        {
            Assert.Equal([KeyState.Current, KeyState.Next], ring.Select(key => key.State));
        }

        Assert.Equal([null, "notes"], keys.Select(key => key.Application).Distinct());
    }

    [Fact]
    public async Task Rotating_a_pool_moves_every_ring_on_once()
    {
        var next = (await ListAsync()).Where(key => key.State == KeyState.Next).Select(key => key.Kid).ToList();
        var rotated = await RotateAsync(new KeysToRotate(deployment.PoolId));
        Assert.Equal(next.Order(), rotated.Select(ring => ring.Kid).Order());
        var after = await ListAsync();
        Assert.Equal(next.Order(), after.Where(key => key.State == KeyState.Current).Select(key => key.Kid).Order());
        Assert.Equal(4, after.Count(key => key.State == KeyState.Retired));
        Assert.Equal(4, (await deployment.EventsAsync("keys_rotated")).Count);
    }

    [Fact, Attack("DS-12")]
    public async Task A_ring_does_not_grow_without_end()
    {
        KeysToRotate now = new(deployment.PoolId, application.Address, SigningAlgorithm.ES256, Immediately: true);
        for (var number = 0; number < 6; number++)
        {
            await RotateAsync(now);
            deployment.Clock.AdvanceSeconds(1);
        }

        var refused = await deployment.Get<RotateKeys>().RunAsync(Actor.CommandLine, now, default);
        Assert.Equal("keys_too_many", Assert.Single(refused.Faults).Reason);
        Assert.Single(refused.Faults[0].Values);
        Assert.Equal(8, (await ListAsync()).Count(key => key is { Application: "notes", Algorithm: SigningAlgorithm.ES256 }));

        deployment.Clock.Advance(TimeSpan.FromDays(40));
        Assert.Single(await RotateAsync(now));
    }

    [Fact]
    public async Task One_application_or_one_algorithm_can_be_rotated_alone()
    {
        var rotated = await RotateAsync(new KeysToRotate(deployment.PoolId, application.Address, SigningAlgorithm.ES256));
        var ring = Assert.Single(rotated);
        Assert.Equal(("notes", SigningAlgorithm.ES256), (ring.Application, ring.Algorithm));
        Assert.Equal(application.Id, Assert.Single(await deployment.EventsAsync("keys_rotated")).ApplicationId);
        Assert.Single(await ListAsync(), key => key.State == KeyState.Retired);

        var unknown = await deployment.Get<RotateKeys>().RunAsync(Actor.CommandLine, new KeysToRotate(deployment.PoolId, "nothing"), default);
        Assert.Equal("application_unknown", Assert.Single(unknown.Faults).Reason);
    }

    [Fact]
    public async Task The_shared_servers_keys_are_listed_and_rotated_without_the_applications()
    {
        Assert.All(await OfServerAsync(null), key => Assert.Null(key.Application));
        Assert.Equal(4, (await OfServerAsync(null)).Count);
        Assert.All(await OfServerAsync("NOTES"), key => Assert.Equal("notes", key.Application));
        Assert.Equal(4, (await OfServerAsync(application.ClientId)).Count);
        var unknown = await deployment.Get<ListKeys>().OfServerAsync(deployment.PoolId, "nothing", default);
        Assert.Equal("application_unknown", Assert.Single(unknown.Faults).Reason);

        var rotated = await RotateAsync(new KeysToRotate(deployment.PoolId, Algorithm: SigningAlgorithm.RS256, SharedOnly: true));

        Assert.Null(Assert.Single(rotated).Application);
        Assert.DoesNotContain(await OfServerAsync("notes"), key => key.State == KeyState.Retired);
    }

    [Fact]
    public async Task The_server_signs_with_the_new_key_at_once()
    {
        var snapshots = deployment.Get<SnapshotStore>();
        var before = await snapshots.FindApplicationServerAsync("notes", default);
        var rotated = Assert.Single(await RotateAsync(new KeysToRotate(deployment.PoolId, application.ClientId, SigningAlgorithm.RS256)));
        var after = await snapshots.FindApplicationServerAsync("notes", default);
        Assert.NotSame(before, after);
        Assert.Equal(rotated.Kid, after!.Keys.Signing(SigningAlgorithm.RS256, deployment.Clock.Now).Kid);
    }

    [Fact, Attack("KR-03")]
    public async Task A_revoked_key_is_dead_here_at_once_and_elsewhere_when_the_feed_was_read()
    {
        var elsewhere = await deployment.StartNodeAsync();
        var theirs = (SnapshotStore)elsewhere.GetService(typeof(SnapshotStore))!;
        var kid = (await theirs.FindApplicationServerAsync("notes", default))!.Keys.Signing(SigningAlgorithm.RS256, deployment.Clock.Now).Kid;
        Assert.Empty((await deployment.Get<RevokeKey>().RunAsync(Actor.CommandLine, deployment.PoolId, kid, default)).Faults);

        var here = await deployment.Get<SnapshotStore>().FindApplicationServerAsync("notes", default);
        Assert.DoesNotContain(here!.Keys.Verifying(deployment.Clock.Now), key => key.Kid == kid);
        await ((ChangeFeed)elsewhere.GetService(typeof(ChangeFeed))!).FollowAsync(default);
        var there = await theirs.FindApplicationServerAsync("notes", default);
        Assert.DoesNotContain(there!.Keys.Verifying(deployment.Clock.Now), key => key.Kid == kid);

        Assert.Equal(KeyState.Dead, (await ListAsync()).Single(key => key.Kid == kid).State);
        Assert.Contains(kid, Assert.Single(await deployment.EventsAsync("key_revoked")).Detail, StringComparison.Ordinal);
        Assert.Equal("key_unknown", Assert.Single((await deployment.Get<RevokeKey>().RunAsync(Actor.CommandLine, deployment.PoolId, kid, default)).Faults).Reason);
    }

    private async Task<IReadOnlyList<ListedKey>> OfServerAsync(string? name) =>
        (await deployment.Get<ListKeys>().OfServerAsync(deployment.PoolId, name, default)).Value!;

    private Task<IReadOnlyList<ListedKey>> ListAsync() => deployment.Get<ListKeys>().RunAsync(deployment.PoolId, default);

    private async Task<IReadOnlyList<RotatedRing>> RotateAsync(KeysToRotate input) =>
        (await deployment.Get<RotateKeys>().RunAsync(Actor.CommandLine, input, default)).Value!;
}
