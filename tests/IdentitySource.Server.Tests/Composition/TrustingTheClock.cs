using IdentitySource.Server.Composition;
using IdentitySource.Server.Tests.Commands;
using IdentitySource.Storage.Entities;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using IdentitySource.TestKit.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace IdentitySource.Server.Tests.Composition;

/// <summary>The database's clock is the deployment's; a node beside it has another one.</summary>
public class TrustingTheClock(TestDeployment deployment) : IClassFixture<TestDeployment>
{
    [Theory]
    [InlineData(2)]
    [InlineData(-2)]
    [InlineData(3650)]
    public async Task Days_from_the_databases_it_cannot_be_right(int days)
    {
        var refused = await Assert.ThrowsAsync<ClockException>(() => StartAsync(TimeSpan.FromDays(days)));
        Assert.Contains("the database's 2026-03-02 12:00:00Z", refused.Message, StringComparison.Ordinal);
        Assert.Contains("IdentitySource__AllowWrongClock=true", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Minutes_from_it_the_log_says_so_and_seconds_from_it_nothing()
    {
        Assert.Contains((await StartAsync(TimeSpan.FromMinutes(5))).Lines, line => line.Contains("keep both right", StringComparison.Ordinal));
        Assert.DoesNotContain((await StartAsync(TimeSpan.FromSeconds(5))).Lines, line => line.Contains("clock", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_says_so_starts_with_it_and_is_warned() => Assert.Contains(
        (await StartAsync(TimeSpan.FromDays(2), allowed: true)).Lines, line => line.Contains("AllowWrongClock says so", StringComparison.Ordinal));

    [Fact]
    public async Task What_is_written_days_ahead_tells_that_it_fell_behind()
    {
        await using (var db = await deployment.DatabaseAsync())
        {
            var row = db.Changes.Add(new ChangeRow { PoolId = deployment.PoolId, At = deployment.Clock.Now + TimeSpan.FromDays(2) });
            await db.SaveChangesAsync();
            var refused = await Assert.ThrowsAsync<ClockException>(() => StartAsync(TimeSpan.Zero));
            Assert.Contains("2026-03-04 12:00:00Z is written in the database already", refused.Message, StringComparison.Ordinal);
            row.State = Microsoft.EntityFrameworkCore.EntityState.Deleted;
            await db.SaveChangesAsync();
        }

        await StartAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_command_that_refuses_the_clock_ends_with_a_code_of_its_own()
    {
        await using var db = await deployment.DatabaseAsync();
        var entry = db.Changes.Add(new ChangeRow { PoolId = deployment.PoolId, At = new DateTimeOffset(2999, 1, 1, 0, 0, 0, TimeSpan.Zero) });
        await db.SaveChangesAsync();
        try
        {
            var ran = await new Shell(deployment).RunAsync("pool show");
            Assert.Equal((ExitCodes.Clock, ""), (ran.Code, ran.Output));
            Assert.Contains("2999-01-01 00:00:00Z is written in the database already", ran.Error, StringComparison.Ordinal);
        }
        finally
        {
            entry.State = Microsoft.EntityFrameworkCore.EntityState.Deleted;
            await db.SaveChangesAsync();
        }
    }

    private async Task<CapturedLog> StartAsync(TimeSpan apart, bool allowed = false)
    {
        CapturedLog log = new();
        deployment.Settings["IdentitySource:AllowWrongClock"] = allowed ? "true" : "false";
        var node = await deployment.StartNodeAsync(services =>
        {
            services.AddSingleton<TimeProvider>(new FakeClock(deployment.Clock.Now + apart));
            services.AddSingleton<ILoggerProvider>(log);
        });
        await node.GetRequiredService<DatabaseStartup>().MigrateAsync(allowed: false, default);
        return log;
    }
}
