using System.Text;
using System.Text.RegularExpressions;
using IdentitySource.Protocol.Ports;
using IdentitySource.Storage.Identity;
using IdentitySource.Storage.Keys;
using IdentitySource.Storage.Snapshots;
using IdentitySource.Storage.Stores;
using IdentitySource.TestKit.Postgres;
using IdentitySource.TestKit.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Storage.Tests.Statements;

/// <summary>What EF writes for the methods of stores that leave it to EF, on both kinds of database: what a change of a query does there is seen in its review.</summary>
public partial class KeepingQueries(TestDeployment deployment) : IClassFixture<TestDeployment>
{
    private readonly Guid nobody = Guid.CreateVersion7(deployment.Clock.GetUtcNow());

    [Fact]
    public async Task The_queries_are_those_that_were_reviewed()
    {
        StringBuilder postgreSql = new(), sqlServer = new();
        foreach (var (name, ask) in Methods())
        {
            var heard = await HeardStatements.DuringAsync(ask);
            Write(postgreSql, name, heard.PostgreSql);
            Write(sqlServer, name, heard.SqlServer);
        }

        Snapshot.Same("Statements/Snapshots/queries.postgresql.sql", postgreSql.ToString());
        Snapshot.Same("Statements/Snapshots/queries.sqlserver.sql", sqlServer.ToString());
    }

    /// <summary>A method that asks nothing is in the wrong list.</summary>
    private static void Write(StringBuilder text, string name, List<string> statements)
    {
        Assert.NotEmpty(statements);
        text.Append("-- ").Append(name).Append('\n').AppendJoin("\n", statements.Select(each => OfClosure().Replace(each, "@").ReplaceLineEndings("\n"))).Append("\n\n");
    }

    /// <summary>The compiler's name for where a method keeps what its query asks with; it is another one in each build.</summary>
    [GeneratedRegex("@_+[0-9]+__locals[0-9]+_")]
    private static partial Regex OfClosure();

    private IEnumerable<(string Name, Func<Task> Ask)> Methods() => [.. OfPeople(), .. OfSnapshots(), .. OfKeys(), .. OfQueues()];

    private IEnumerable<(string Name, Func<Task> Ask)> OfPeople()
    {
        var (pool, now) = (deployment.PoolId, deployment.Clock.GetUtcNow());
        var sessions = Get<ConsoleSessionStore>();
        yield return ("ConsoleSessionStore.FindAsync", () => sessions.FindAsync(pool, new byte[32], now, default));
        yield return ("ConsoleSessionStore.RolesAsync", () => sessions.RolesAsync(pool, nobody, default));
        yield return ("ConsoleSessionStore.ProveAsync", () => sessions.ProveAsync(pool, nobody, now, default));
        yield return ("ConsoleSessionStore.EndAsync", () => sessions.EndAsync(pool, nobody, now, default));
        var people = Get<UserDirectory>();
        yield return ("UserDirectory.FindForSignInAsync", () => people.FindForSignInAsync(pool, "ann@acme.test", default));
        yield return ("UserDirectory.StrengthenAsync", () => people.StrengthenAsync(pool, nobody, "weak", "strong", default));
        yield return ("SubjectDirectory.FindAsync", () => Get<SubjectDirectory>().FindAsync(pool, nobody, default));
        yield return ("PasswordPolicy.OfAsync", () => InAsync(db => PasswordPolicy.OfAsync(db, pool, default)));
        yield return ("PersonPermissions.FindAsync", () => Get<IPersonPermissions>().FindAsync(pool, nobody, default));
    }

    private IEnumerable<(string Name, Func<Task> Ask)> OfSnapshots()
    {
        var snapshots = Get<SnapshotStore>();
        yield return ("SnapshotStore.FindApplicationServerAsync", () => snapshots.FindApplicationServerAsync("nobody", default).AsTask());
        yield return ("SnapshotStore.FindPoolServerAsync", () => snapshots.FindPoolServerAsync("nobody", default).AsTask());
        yield return ("SnapshotStore.PoolAllowsOriginAsync", () => snapshots.PoolAllowsOriginAsync(deployment.PoolId, "https://rp.acme.test", default).AsTask());
        yield return ("ApplicationRegistry.FindAsync", () => Get<IApplicationRegistry>().FindAsync(deployment.PoolId, nobody.ToString("N"), default).AsTask());
        yield return ("AccessKeyRegistry.FindAsync", () => Get<IAccessKeyRegistry>().FindAsync(deployment.PoolId, nobody.ToString("N"), default).AsTask());
        yield return ("ChangeFeed.FollowAsync", () => Get<ChangeFeed>().FollowAsync(default));
    }

    private IEnumerable<(string Name, Func<Task> Ask)> OfKeys()
    {
        var memory = Get<DeploymentMemory>();
        yield return ("SigningKeyStore.LoadAsync", () => Get<SigningKeyStore>().LoadAsync(deployment.PoolId, deployment.PoolId, default));
        yield return ("KeyKeeper.TendAsync", () => ActivatorUtilities.CreateInstance<KeyKeeper>(deployment.Services).TendAsync(default));
        yield return ("DeploymentMemory.FindMasterKeyAsync", () => memory.FindMasterKeyAsync(default));
        yield return ("DeploymentMemory.FindNewestAsync", () => memory.FindNewestAsync(default));
    }

    private IEnumerable<(string Name, Func<Task> Ask)> OfQueues()
    {
        var outbox = Get<OutboxStore>();
        ClaimedMail mail = new(deployment.PoolId, nobody, "ann@acme.test", "Hello", null, 1);
        yield return ("OutboxStore.SentAsync", () => outbox.SentAsync(mail, default));
        yield return ("OutboxStore.FailedAsync", () => outbox.FailedAsync(mail, "refused", TimeSpan.FromMinutes(1), default));
        yield return ("OutboxStore.ReleaseAsync", () => outbox.ReleaseAsync(mail, default));
        yield return ("ApiAnswerStore.ForgetAsync", () => Get<ApiAnswerStore>().ForgetAsync(new ApiRequestName(deployment.PoolId, nobody, new byte[32]), default));
    }

    private T Get<T>()
        where T : notnull => ActivatorUtilities.GetServiceOrCreateInstance<T>(deployment.Services);

    private async Task InAsync<T>(Func<IdentitySourceDb, Task<T>> ask)
    {
        await using var db = await deployment.DatabaseAsync();
        await ask(db);
    }
}
