using IdentitySource.Storage.PostgreSql.PrivateCluster;
using Npgsql;

namespace IdentitySource.Server.Composition;

/// <summary>Starts the private database again when it died. An external one is somebody else's to look after.</summary>
public sealed partial class ClusterWatch(DatabaseStartup startup, NpgsqlDataSource database, TimeProvider clock, ILogger<ClusterWatch> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (startup.Cluster is not { } cluster)
        {
            return;
        }

        using PeriodicTimer timer = new(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await TendAsync(cluster, stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogFailure(failure);
            }
        }
    }

    private async Task TendAsync(PostgresCluster cluster, CancellationToken cancel)
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancel);
            await using NpgsqlCommand probe = new("SELECT 1", connection);
            await probe.ExecuteScalarAsync(cancel);
        }
        catch (NpgsqlException)
        {
            await cluster.EnsureRunningAsync(cancel);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The private database does not come back")]
    private partial void LogFailure(Exception failure);
}
