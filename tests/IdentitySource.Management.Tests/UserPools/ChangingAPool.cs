using IdentitySource.Management.UserPools;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Snapshots;
using IdentitySource.TestKit.Postgres;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Management.Tests.UserPools;

public class ChangingAPool(TestDeployment deployment) : IClassFixture<TestDeployment>
{
    [Fact]
    public async Task Single_sign_on_is_switched_shown_recorded_and_told_to_all_servers()
    {
        Assert.Equal(new PoolState("default", "Default", true, 8), await deployment.Get<ShowPool>().RunAsync(deployment.PoolId, default));
        var snapshots = deployment.Get<SnapshotStore>();
        Assert.True((await snapshots.FindPoolServerAsync("default", default))!.SingleSignOn);

        Assert.Equal(new PoolState("default", "Default", false, 8), await UpdateAsync(false));

        Assert.False((await deployment.Get<ShowPool>().RunAsync(deployment.PoolId, default)).SingleSignOn);
        Assert.False((await snapshots.FindPoolServerAsync("default", default))!.SingleSignOn);
        Assert.Contains(await deployment.EventsAsync("user_pool_updated"), each => each.Detail!.Contains("""
            "single_sign_on":{"before":"true","after":"false"}
            """, StringComparison.Ordinal));
        await UpdateAsync(true);
    }

    [Fact]
    public async Task A_change_ends_the_sessions_there_are_and_no_change_does_not()
    {
        var session = await SessionAsync();
        await UpdateAsync(true);
        await UpdateAsync(null);
        Assert.Null((await RowAsync(session)).EndedAt);

        await UpdateAsync(false);
        Assert.Equal((deployment.Clock.Now, deployment.Clock.Now), ((await RowAsync(session)).EndedAt, (await RowAsync(session)).ExpiresAt));
        await UpdateAsync(true);
    }

    private async Task<PoolState> UpdateAsync(bool? singleSignOn)
    {
        PoolSettings settings = new() { PoolId = deployment.PoolId, SingleSignOn = singleSignOn };
        var outcome = await deployment.Get<UpdatePool>().RunAsync(Actor.CommandLine, settings, default);
        Assert.Empty(outcome.Faults);
        return outcome.Value!;
    }

    private async Task<Guid> SessionAsync()
    {
        await using var db = await deployment.DatabaseAsync();
        var now = deployment.Clock.Now;
        User person = new() { PoolId = deployment.PoolId, Id = Guid.CreateVersion7(now), UserName = "ann", NormalizedUserName = "ANN", CreatedAt = now, UpdatedAt = now };
        SessionRow session = new()
        {
            PoolId = deployment.PoolId,
            Id = Guid.CreateVersion7(now),
            UserId = person.Id,
            HandleHash = [1],
            Methods = "pwd",
            AuthenticatedAt = now,
            LastSeenAt = now,
            ExpiresAt = now.AddDays(1),
        };
        db.AddRange(person, session);
        await db.SaveChangesAsync();
        return session.Id;
    }

    private async Task<SessionRow> RowAsync(Guid id)
    {
        await using var db = await deployment.DatabaseAsync();
        return await db.Sessions.AsNoTracking().SingleAsync(row => row.Id == id);
    }
}
