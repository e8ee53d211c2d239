using IdentitySource.Storage.Ports;
using IdentitySource.Storage.Stores;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Contracts;
using IdentitySource.TestKit.Http;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace IdentitySource.Storage.Tests.Stores;

/// <summary>When machines were last used: the loop that it shares with the sessions, when something goes wrong and at the end.</summary>
public class WritingBatches(PostgresGround ground) : IClassFixture<PostgresGround>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly UsedAccessKeys used = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_failed_batch_is_told_and_the_next_one_is_written(bool outage)
    {
        var at = await ground.SeedAsync();
        using CapturedLog log = new();
        BrokenRows rows = new(ground.Get<IBulkRows>(), () => outage ? new NpgsqlException("Nobody is there.") : new InvalidOperationException("A fault."), times: 1);
        using var writer = Writer(rows, new HurriedClock(), log);
        await writer.StartAsync(default);

        used.Note(at.PoolId, at.AccessKeyId, at.Now);
        await Eventually.IsTrueAsync(Patience, () => Task.FromResult(log.Lines.Count > 0));
        used.Note(at.PoolId, at.AccessKeyId, at.Now);

        await Eventually.IsTrueAsync(Patience, async () => await IsUsedAsync(at));
        await writer.StopAsync(default);
    }

    [Fact]
    public async Task What_waits_at_a_graceful_stop_is_written()
    {
        var at = await ground.SeedAsync();
        using CapturedLog log = new();
        using var writer = Writer(ground.Get<IBulkRows>(), TimeProvider.System, log);
        await writer.StartAsync(default);
        used.Note(at.PoolId, at.AccessKeyId, at.Now);

        await writer.StopAsync(default);

        Assert.True(await IsUsedAsync(at));
    }

    private UsedAccessKeyWriter Writer(IBulkRows rows, TimeProvider clock, CapturedLog log) =>
        new(used, rows, ground.Get<IDatabaseFaults>(), clock, new LoggerFactory([log]).CreateLogger<UsedAccessKeyWriter>());

    private async Task<bool> IsUsedAsync(Seeded at) =>
        await ground.AskAsync<bool>($"SELECT last_used_at IS NOT NULL FROM access_keys WHERE pool_id = '{at.PoolId}' AND id = '{at.AccessKeyId}'");
}
