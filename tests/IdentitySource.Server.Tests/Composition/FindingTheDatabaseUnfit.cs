using System.Data.Common;
using IdentitySource.Server.Composition;
using IdentitySource.Storage;
using IdentitySource.Storage.Ports;
using IdentitySource.Storage.PostgreSql;
using IdentitySource.TestKit.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace IdentitySource.Server.Tests.Composition;

public class FindingTheDatabaseUnfit(TestDeployment deployment) : IClassFixture<TestDeployment>
{
    [Fact]
    public async Task What_is_wrong_with_it_stops_the_start_with_every_sentence()
    {
        var node = await deployment.StartNodeAsync(services => services.AddSingleton<IDatabaseEngine>(new Old(deployment.Clock)));
        var refused = await Assert.ThrowsAsync<DatabaseException>(() => node.GetRequiredService<DatabaseStartup>().MigrateAsync(allowed: true, default));
        Assert.Equal((10, "It is too old. It is too small."), (refused.ExitCode, refused.Message));
    }

    private sealed class Old(TimeProvider clock) : IDatabaseEngine
    {
        private readonly PostgreSqlEngine engine = new();

        public string Name => engine.Name;

        public void PrepareModel() => engine.PrepareModel();

        public string? FindFault(string connectionString) => engine.FindFault(connectionString);

        public string Describe(string connectionString) => engine.Describe(connectionString);

        public Task<DatabaseFacts> ReadFactsAsync(DbDataSource source, CancellationToken cancel) =>
            Task.FromResult(new DatabaseFacts("Old", clock.GetUtcNow(), ["It is too old.", "It is too small."]));

        public Task<IPrivateDatabase?> StartPrivateAsync(string dataFolder, DatabaseUse use, ILogger log, CancellationToken cancel) =>
            engine.StartPrivateAsync(dataFolder, use, log, cancel);

        public DatabaseShell Shell(string connectionString) => engine.Shell(connectionString);
    }
}
