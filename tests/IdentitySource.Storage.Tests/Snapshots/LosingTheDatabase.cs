using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Snapshots;
using IdentitySource.TestKit.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Storage.Tests.Snapshots;

public class LosingTheDatabase : IAsyncLifetime
{
    private readonly TestDeployment deployment = new();

    public Task InitializeAsync() => deployment.InitializeAsync();

    public Task DisposeAsync() => deployment.DisposeAsync();

    [Fact]
    public async Task What_is_in_memory_is_served_on_also_when_the_changes_cannot_be_read()
    {
        SteppedClock clock = new();
        var node = await deployment.StartNodeAsync(services => services.AddSingleton<TimeProvider>(clock));
        var snapshots = node.GetRequiredService<SnapshotStore>();
        var known = await snapshots.FindPoolServerAsync(UserPool.DefaultSlug, default);
        Assert.NotNull(known);

        await TestCluster.DropDatabaseAsync(deployment.ConnectionString);
        Assert.Same(known, await snapshots.FindPoolServerAsync(UserPool.DefaultSlug, default));
        clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Same(known, await snapshots.FindPoolServerAsync(UserPool.DefaultSlug, default));
        await Assert.ThrowsAnyAsync<Exception>(async () => await snapshots.FindPoolServerAsync(UserPool.OperatorsSlug, default));
    }

    [Fact]
    public async Task A_process_that_was_paused_over_a_change_reads_it_before_it_answers()
    {
        SteppedClock clock = new();
        var node = await deployment.StartNodeAsync(services => services.AddSingleton<TimeProvider>(clock));
        var snapshots = node.GetRequiredService<SnapshotStore>();
        var before = await snapshots.FindPoolServerAsync(UserPool.DefaultSlug, default);
        await using (var db = await deployment.DatabaseAsync())
        {
            deployment.Get<ChangeFeed>().Add(db, deployment.PoolId, null);
            await db.SaveChangesAsync();
        }

        Assert.Same(before, await snapshots.FindPoolServerAsync(UserPool.DefaultSlug, default));
        clock.Advance(TimeSpan.FromSeconds(6));
        Assert.NotSame(before, await snapshots.FindPoolServerAsync(UserPool.DefaultSlug, default));
    }

    [Fact]
    public async Task A_change_whose_transaction_was_slow_is_seen_although_later_ones_were_read_before_it()
    {
        var node = await deployment.StartNodeAsync();
        var (feed, snapshots) = (node.GetRequiredService<ChangeFeed>(), node.GetRequiredService<SnapshotStore>());
        var before = await snapshots.FindPoolServerAsync(UserPool.DefaultSlug, default);

        await using var slow = await deployment.DatabaseAsync();
        await using var transaction = await slow.Database.BeginTransactionAsync();
        feed.Add(slow, deployment.PoolId, null);
        await slow.SaveChangesAsync();
        await using (var quick = await deployment.DatabaseAsync())
        {
            feed.Add(quick, await deployment.PoolAsync(UserPool.OperatorsSlug), null);
            await quick.SaveChangesAsync();
        }

        await feed.FollowAsync(default);
        Assert.Same(before, await snapshots.FindPoolServerAsync(UserPool.DefaultSlug, default));
        await transaction.CommitAsync();
        await feed.FollowAsync(default);
        Assert.NotSame(before, await snapshots.FindPoolServerAsync(UserPool.DefaultSlug, default));
    }

    /// <summary>Both kinds of time move by hand.</summary>
    private sealed class SteppedClock : TimeProvider
    {
        private readonly DateTimeOffset start = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
        private TimeSpan passed = TimeSpan.FromDays(1);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan by) => passed += by;

        public override DateTimeOffset GetUtcNow() => start + passed;

        public override long GetTimestamp() => passed.Ticks;
    }
}
