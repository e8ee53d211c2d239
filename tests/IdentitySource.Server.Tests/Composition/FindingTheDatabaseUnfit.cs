using System.Data.Common;
using IdentitySource.Server.Composition;
using IdentitySource.Storage;
using IdentitySource.Storage.Keys;
using IdentitySource.Storage.Ports;
using IdentitySource.Storage.PostgreSql;
using IdentitySource.TestKit.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace IdentitySource.Server.Tests.Composition;

public class FindingTheDatabaseUnfit(TestDeployment deployment) : IClassFixture<TestDeployment>
{
    [Fact]
    public async Task What_is_wrong_with_it_stops_the_start_with_every_sentence()
    {
        var node = await deployment.StartNodeAsync(services => services.AddSingleton<IDatabaseEngine>(new Made(deployment.Clock, new("It is too old."), new("It is too small."))));
        var refused = await Assert.ThrowsAsync<DatabaseException>(() => node.GetRequiredService<DatabaseStartup>().MigrateAsync(allowed: true, default));
        Assert.Equal((10, "It is too old. It is too small."), (refused.ExitCode, refused.Message));
    }

    [Fact]
    public async Task An_empty_one_gets_no_table_before_it_is_refused() => await OnEmptyAsync(async database =>
    {
        Made engine = new(deployment.Clock, new("It is too old."), new("It locks.", MendedAtFirst: true));
        var node = await deployment.StartNodeAsync(services => services.AddSingleton<IDatabaseEngine>(engine));
        var refused = await Assert.ThrowsAsync<DatabaseException>(() => node.GetRequiredService<DatabaseStartup>().MigrateAsync(allowed: true, default));
        Assert.Equal((10, "It is too old."), (refused.ExitCode, refused.Message));
        Assert.Equal(0L, await CountTablesAsync(database));
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_the_first_migration_mends_may_be_wrong_before_it_and_not_after(bool mends) => await OnEmptyAsync(async database =>
    {
        Made engine = new(deployment.Clock, new DatabaseFault("It locks.", MendedAtFirst: true)) { Mends = mends };
        var node = await deployment.StartNodeAsync(services => services.AddSingleton<IDatabaseEngine>(engine));
        var failure = await Record.ExceptionAsync(() => node.GetRequiredService<DatabaseStartup>().MigrateAsync(allowed: true, default));
        Assert.Equal(mends ? null : "It locks.", failure?.Message);
        Assert.NotEqual(0L, await CountTablesAsync(database));
    });

    [Fact]
    public async Task A_data_folder_or_a_master_key_that_cannot_be_used_leaves_an_empty_one_empty() => await OnEmptyAsync(async database =>
    {
        var folder = Directory.CreateTempSubdirectory("identitysource-empty-").FullName;
        deployment.Settings["IdentitySource:MasterKey"] = null;
        try
        {
            var key = Path.Combine(folder, "master.key");
            await File.WriteAllTextAsync(key, "no key");
            await Assert.ThrowsAsync<DataFolderException>(() => OpenAsync(Path.Combine(key, "data")));
            await Assert.ThrowsAsync<MasterKeyException>(() => OpenAsync(folder));
            Assert.Equal(0L, await CountTablesAsync(database));
        }
        finally
        {
            deployment.Settings["IdentitySource:MasterKey"] = TestDeployment.MasterKey;
            Directory.Delete(folder, recursive: true);
        }
    });

    private async Task OpenAsync(string folder)
    {
        deployment.Settings["IdentitySource:DataFolder"] = folder;
        var node = await deployment.StartNodeAsync();
        await node.GetRequiredService<DatabaseStartup>().OpenAsync(DatabaseUse.Server, default);
    }

    /// <summary>Every node that is started meanwhile is on it.</summary>
    private async Task OnEmptyAsync(Func<string, Task> run)
    {
        var empty = await TestCluster.CreateDatabaseAsync();
        deployment.Settings["ConnectionStrings:Default"] = empty;
        try
        {
            await run(empty);
        }
        finally
        {
            deployment.Settings["ConnectionStrings:Default"] = deployment.ConnectionString;
            await TestCluster.DropDatabaseAsync(empty);
        }
    }

    private static async Task<object?> CountTablesAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        return await source.CreateCommand("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").ExecuteScalarAsync();
    }

    private sealed class Made(TimeProvider clock, params DatabaseFault[] faults) : IDatabaseEngine
    {
        private readonly PostgreSqlEngine engine = new();
        private int asked;

        /// <summary>Whether the second look finds nothing.</summary>
        public bool Mends { get; init; }

        public string Name => engine.Name;

        public void PrepareModel() => engine.PrepareModel();

        public string? FindFault(string connectionString) => engine.FindFault(connectionString);

        public string? FindWeakness(string connectionString) => engine.FindWeakness(connectionString);

        public string Describe(string connectionString) => engine.Describe(connectionString);

        public Task<DatabaseFacts> ReadFactsAsync(DbDataSource source, CancellationToken cancel) =>
            Task.FromResult(new DatabaseFacts("Made", clock.GetUtcNow(), asked++ > 0 && Mends ? [] : faults));

        public Task<IPrivateDatabase?> StartPrivateAsync(string dataFolder, DatabaseUse use, ILogger log, CancellationToken cancel) =>
            engine.StartPrivateAsync(dataFolder, use, log, cancel);

        public DatabaseShell Shell(string connectionString) => engine.Shell(connectionString);
    }
}
