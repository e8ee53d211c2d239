namespace IdentitySource.Storage.Ports;

/// <summary>A database that the server makes and runs for itself. Its end, after the last query, stops it.</summary>
public interface IPrivateDatabase : IAsyncDisposable
{
    string ConnectionString { get; }

    /// <summary>Starts it again if it died. Harmless while it runs.</summary>
    Task EnsureRunningAsync(CancellationToken cancel);
}
