using System.Data.Common;
using IdentitySource.Storage;
using IdentitySource.Storage.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IdentitySource.TestKit.Postgres;

/// <summary>The database's own clock goes with the test's: a server compares the two when it starts.</summary>
internal sealed class EngineOnTestTime(IDatabaseEngine engine, TimeProvider clock) : IDatabaseEngine
{
    public string Name => engine.Name;

    public void PrepareModel() => engine.PrepareModel();

    public string? FindFault(string connectionString) => engine.FindFault(connectionString);

    public string? FindWeakness(string connectionString) => engine.FindWeakness(connectionString);

    public string Describe(string connectionString) => engine.Describe(connectionString);

    public async Task<DatabaseFacts> ReadFactsAsync(DbDataSource source, CancellationToken cancel) =>
        await engine.ReadFactsAsync(source, cancel) with { Clock = clock.GetUtcNow() };

    public bool HasPrivate(string dataFolder) => engine.HasPrivate(dataFolder);

    public Task<IPrivateDatabase?> StartPrivateAsync(string dataFolder, DatabaseUse use, ILogger log, CancellationToken cancel) =>
        engine.StartPrivateAsync(dataFolder, use, log, cancel);

    public DatabaseShell Shell(string connectionString) => engine.Shell(connectionString);
}

public static class TestTime
{
    public static IServiceCollection TellTheDatabaseTheTime(this IServiceCollection services, TimeProvider clock)
    {
        var kind = services.Last(each => each.ServiceType == typeof(IDatabaseEngine)).ImplementationType!;
        return services.AddSingleton<IDatabaseEngine>(provider =>
            new EngineOnTestTime((IDatabaseEngine)ActivatorUtilities.CreateInstance(provider, kind), clock));
    }
}
