using IdentitySource.Protocol;
using IdentitySource.Protocol.Jose;
using IdentitySource.Storage.Keys;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Postgres;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Storage.Tests.Keys;

public class RevokingASigningKey : IAsyncLifetime
{
    private readonly TestDeployment deployment = new();

    public Task InitializeAsync() => deployment.InitializeAsync();

    public Task DisposeAsync() => deployment.DisposeAsync();

    [Fact, Attack("KR-03")]
    public async Task The_signing_key_is_out_at_once_and_the_next_one_signs()
    {
        var (current, next) = await KidsAsync();
        Assert.True(await RevokeAsync(current));

        var ring = await LoadAsync();
        Assert.DoesNotContain(ring.Keys, key => key.Key.Kid == current);
        Assert.Equal(next, ring.Signing(SigningAlgorithm.RS256, deployment.Clock.Now).Kid);
        Assert.Equal(2, ring.Keys.Count(key => key.Key.Algorithm == SigningAlgorithm.RS256));
    }

    [Fact]
    public async Task A_key_that_only_waits_is_replaced_by_another_that_waits()
    {
        var (current, next) = await KidsAsync();
        Assert.True(await RevokeAsync(next));

        var after = await KidsAsync();
        Assert.Equal(current, after.Current);
        Assert.NotEqual(next, after.Next);
    }

    [Fact]
    public async Task A_key_that_is_about_to_take_over_leaves_a_key_that_signs_for_good()
    {
        await using (var db = await deployment.DatabaseAsync())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await deployment.Get<KeyRotation>().RotateAsync(db, new RingName(db.PoolId, db.PoolId, SigningAlgorithm.RS256), false, null, default);
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
        }

        var coming = (await LoadAsync()).Keys.Single(key => key.SignsFrom > deployment.Clock.Now && key.SignsFrom < DateTimeOffset.MaxValue).Key.Kid;
        Assert.True(await RevokeAsync(coming));
        deployment.Clock.Advance(TimeSpan.FromDays(1));
        Assert.NotEqual(coming, (await LoadAsync()).Signing(SigningAlgorithm.RS256, deployment.Clock.Now).Kid);
    }

    [Fact]
    public async Task Twice_or_unknown_or_of_another_pool_is_no()
    {
        var (current, _) = await KidsAsync();
        Assert.True(await RevokeAsync(current));
        Assert.False(await RevokeAsync(current));
        Assert.False(await RevokeAsync("unknown"));

        var operators = await deployment.PoolAsync("operators");
        var theirs = (await deployment.Get<SigningKeyStore>().LoadAsync(operators, operators, default)).Keys[0].Key.Kid;
        Assert.False(await RevokeAsync(theirs));
    }

    [Fact]
    public async Task At_rest_a_private_key_is_readable_only_under_the_master_key_and_its_own_name()
    {
        await using var db = await deployment.DatabaseAsync();
        var rows = await db.SigningKeys.AsNoTracking().ToListAsync();
        var master = deployment.Get<MasterKey>();
        foreach (var row in rows)
        {
            var clear = master.Unprotect("signing-key/" + row.Kid, row.ProtectedKey);
            Assert.Equal(row.Kid, SigningKey.ImportPkcs8(row.Algorithm, clear).Kid);
            Assert.True(row.ProtectedKey.AsSpan().IndexOf(clear.AsSpan(40, 32)) < 0);
        }

        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => master.Unprotect("signing-key/" + rows[0].Kid, rows[1].ProtectedKey));
    }

    private async Task<bool> RevokeAsync(string kid)
    {
        await using var db = await deployment.DatabaseAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var revoked = await deployment.Get<KeyRotation>().RevokeAsync(db, deployment.PoolId, kid, default);
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return revoked;
    }

    private Task<KeyRing> LoadAsync() => deployment.Get<SigningKeyStore>().LoadAsync(deployment.PoolId, deployment.PoolId, default);

    private async Task<(string Current, string Next)> KidsAsync()
    {
        var ring = await LoadAsync();
        return (ring.Signing(SigningAlgorithm.RS256, deployment.Clock.Now).Kid,
            ring.Keys.Single(key => key.Key.Algorithm == SigningAlgorithm.RS256 && key.SignsFrom == DateTimeOffset.MaxValue).Key.Kid);
    }
}
