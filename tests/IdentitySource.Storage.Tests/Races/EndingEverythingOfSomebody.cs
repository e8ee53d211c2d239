using IdentitySource.TestKit;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace IdentitySource.Storage.Tests.Races;

/// <summary>Signed out everywhere, or with a new password: an authorize request that was on its way leaves nothing that lives on.</summary>
public class EndingEverythingOfSomebody(PostgresGround ground) : IClassFixture<PostgresGround>
{
    [Fact, Attack("SF-10"), Attack("SF-12")]
    public async Task What_waited_for_the_end_is_not_granted()
    {
        var at = await ground.SeedAsync();
        await using var db = await ground.Get<IDbContextFactory<IdentitySourceDb>>().ForPoolAsync(at.PoolId, default);
        await using var transaction = await db.Database.BeginTransactionAsync();
        await ground.Sessions.EndAllAsync(db, at.Subject.Id, "password_changed", at.Now, default);

        var authorization = Granted.OfflineAt(at);
        var added = ground.Grants.AddAsync(authorization, null, null, default);
        await ground.WaitForALockAsync();
        await transaction.CommitAsync();

        Assert.False(await added);
        Assert.Equal(0, await ground.CountAsync("authorizations", at.PoolId));
    }

    [Fact, Attack("SF-10"), Attack("SF-12")]
    public async Task What_the_end_waited_for_is_revoked()
    {
        var granted = await Granted.RedeemAsync(ground);
        await using var server = await ground.Get<NpgsqlDataSource>().OpenConnectionAsync();
        await using var transaction = await server.BeginTransactionAsync();
        var another = Guid.CreateVersion7();
        await using NpgsqlCommand add = new(
            $"""
            CREATE TEMPORARY TABLE another ON COMMIT DROP AS SELECT * FROM authorizations WHERE id = '{granted.Authorization.Id}';
            UPDATE another SET id = '{another}', code_hash = NULL;
            SELECT FROM sessions WHERE id = '{granted.At.Session.Id}' FOR SHARE;
            INSERT INTO authorizations SELECT * FROM another;
            """,
            server);
        await add.ExecuteNonQueryAsync();

        var ended = ground.Sessions.EndAllAsync(granted.At.PoolId, granted.At.Subject.Id, "signed_out_everywhere", granted.At.Now, default);
        await ground.WaitForALockAsync();
        await transaction.CommitAsync();
        await ended;

        Assert.Equal("revoked", (await granted.GetAsync(ground.Grants)).Dead());
        Assert.Equal("revoked", (await ground.Grants.FindGrantAsync(granted.At.PoolId, another, null, default))!.Dead());
    }
}
