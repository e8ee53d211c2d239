using System.Net;
using IdentitySource.Server.Composition;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Composition;

/// <summary>A database that answers, but is not as this server left it.</summary>
public class TellingWhatIsMissing(HostedServer server) : IClassFixture<HostedServer>
{
    [Fact, Attack("LG-09")]
    public async Task A_step_that_is_missing_is_red_and_one_that_a_newer_server_made_is_not()
    {
        await using var db = await server.DatabaseAsync();
        await db.Database.ExecuteSqlRawAsync("""INSERT INTO "__EFMigrationsHistory" VALUES ('99991231000000_Later', '99.0.0')""");
        Assert.Equal((HttpStatusCode.OK, "ready"), await AskAsync());

        var last = (await db.Database.GetAppliedMigrationsAsync()).Last(step => !step.StartsWith("9999", StringComparison.Ordinal));
        await db.Database.ExecuteSqlAsync($"""DELETE FROM "__EFMigrationsHistory" WHERE "MigrationId" = {last}""");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "not ready: schema"), await AskAsync());

        await db.Database.ExecuteSqlAsync($"""INSERT INTO "__EFMigrationsHistory" VALUES ({last}, '10.0.0')""");
        Assert.Equal((HttpStatusCode.OK, "ready"), await AskAsync());
    }

    [Fact, Attack("LG-09")]
    public async Task Another_deployments_database_is_red()
    {
        await using var db = await server.DatabaseAsync();
        var ours = (await db.Deployment.AsNoTracking().SingleAsync()).MasterKeyCheck;
        await db.Deployment.ExecuteUpdateAsync(row => row.SetProperty(each => each.MasterKeyCheck, new byte[32]));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "not ready: keys"), await AskAsync());

        await db.Deployment.ExecuteUpdateAsync(row => row.SetProperty(each => each.MasterKeyCheck, ours));
        Assert.Equal((HttpStatusCode.OK, "ready"), await AskAsync());
    }

    [Fact]
    public async Task A_crowd_that_asks_gets_one_answer()
    {
        var readiness = server.Services.GetRequiredService<Readiness>();
        var looks = Enumerable.Range(0, 200).Select(_ => readiness.FindFaultAsync(default)).ToList();
        Assert.All(await Task.WhenAll(looks), Assert.Null);
    }

    private async Task<(HttpStatusCode Status, string Body)> AskAsync()
    {
        using var answer = await server.Client().GetAsync("/health/ready");
        Assert.True(answer.Headers.CacheControl?.NoStore);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
