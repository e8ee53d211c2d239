using IdentitySource.Storage.Events;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Storage.Tests.Sweeping;

/// <summary>What strangers can make without end goes first.</summary>
public class SweepingEvents(PostgresGround ground) : IClassFixture<PostgresGround>
{
    [Theory, Attack("DB-12")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Each_kind_goes_after_its_own_time_and_not_a_moment_before(bool success)
    {
        EventRetention retention = new();
        Assert.True(retention.Failures < retention.Others);
        var at = await ground.SeedAsync();
        var limit = ground.Clock.Now - (success ? retention.Others : retention.Failures);
        await AddAsync(at.PoolId, success, limit.AddSeconds(-1), "gone");
        await AddAsync(at.PoolId, success, limit, "stays");
        await AddAsync(at.PoolId, success: true, ground.Clock.Now - retention.Failures - TimeSpan.FromDays(1), "stays");

        await ground.Background<Sweeper>().SweepAsync(default);

        Assert.Equal(2, await ground.CountAsync("events", at.PoolId));
        Assert.Equal(2, await ground.AskAsync<long>($"SELECT count(*) FROM events WHERE pool_id = '{at.PoolId}' AND reference = 'stays'"));
    }

    private Task<int> AddAsync(Guid pool, bool success, DateTimeOffset at, string reference) => ground.DoAsync(
        $"INSERT INTO events (pool_id, id, at, kind, success, administrative, reference) VALUES ('{pool}', gen_random_uuid(), '{at:O}', 'sign_in', {success}, false, '{reference}')");
}
