using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Ports;
using IdentitySource.Storage.Stores;
using IdentitySource.TestKit.Contracts;
using IdentitySource.TestKit.Databases;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Storage.Tests.Races;

/// <summary>Whoever changes a user pool takes its turn, and may keep it for long: over a large file of configuration, say.</summary>
public abstract class TakingTurns<TGround>(TGround ground) : IClassFixture<TGround>
    where TGround : StoreGround
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    [StoreFact]
    public async Task The_next_one_waits_and_then_reads_what_was_written()
    {
        var at = await ground.SeedAsync();
        await using var first = await ground.HoldAsync(at.PoolId, async db =>
        {
            await db.TakeTurnAsync(at.PoolId, default);
            await db.UserPools.Where(pool => pool.Id == at.PoolId).ExecuteUpdateAsync(set => set.SetProperty(pool => pool.Name, "Renamed"));
        });

        var second = NameAtTurnAsync(at.PoolId);
        await ground.WaitForALockAsync();
        Assert.False(second.IsCompleted);
        await first.CommitAsync();

        Assert.Equal("Renamed", await second.WaitAsync(Patience));
    }

    [StoreFact]
    public async Task People_sign_in_and_events_are_written_meanwhile()
    {
        var at = await ground.SeedAsync();
        await using var held = await ground.HoldAsync(at.PoolId, db => db.TakeTurnAsync(at.PoolId, default));

        var started = await ground.Sessions.StartAsync(new NewSession(new ProvenPerson(at.PoolId, at.Subject.Id, Seeded.Stamp), "pwd", null, null, at.Now), default).WaitAsync(Patience);
        await ground.Get<IBulkRows>().AddEventsAsync([new EventRow { PoolId = at.PoolId, Id = Guid.CreateVersion7(at.Now), At = at.Now, Kind = "signed_in", Success = true, Reference = "" }], default).WaitAsync(Patience);

        Assert.NotNull(started);
        Assert.Equal(1, await ground.CountAsync<EventRow>(at.PoolId));
    }

    [StoreFact]
    public async Task Another_pool_has_a_turn_of_its_own()
    {
        var (at, other) = (await ground.SeedAsync(), await ground.SeedAsync());
        await using var held = await ground.HoldAsync(at.PoolId, db => db.TakeTurnAsync(at.PoolId, default));

        Assert.Equal("Acme", await NameAtTurnAsync(other.PoolId).WaitAsync(Patience));
    }

    [StoreFact]
    public async Task Without_a_transaction_there_is_no_turn()
    {
        var at = await ground.SeedAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => ground.InAsync(at.PoolId, async db =>
        {
            await db.TakeTurnAsync(at.PoolId, default);
            return true;
        }));
    }

    private async Task<string> NameAtTurnAsync(Guid poolId)
    {
        var name = "";
        await ground.WithinAsync(poolId, async db =>
        {
            await db.TakeTurnAsync(poolId, default);
            name = await db.UserPools.Where(pool => pool.Id == poolId).Select(pool => pool.Name).SingleAsync();
        });
        return name;
    }
}

public class TakingTurnsOnPostgreSql(PostgresGround ground) : TakingTurns<PostgresGround>(ground);

[NeedsSqlServer]
public class TakingTurnsOnSqlServer(SqlServerGround ground) : TakingTurns<SqlServerGround>(ground);
