using System.Data.Common;
using Microsoft.Extensions.Logging;

namespace IdentitySource.Storage.Ports;

/// <summary>The kind of database that this process runs on, for whoever starts it, watches it or says what is wrong with it.</summary>
public interface IDatabaseEngine
{
    /// <summary>As people call it: "PostgreSQL".</summary>
    string Name { get; }

    /// <summary>Makes the model of the process. It takes as long as a database to start and needs none, so a start does both at once.</summary>
    void PrepareModel();

    /// <summary>What is wrong with a connection string by itself, as a sentence without any of its values; null when nothing is.</summary>
    string? FindFault(string connectionString);

    /// <summary>What about a connection string works and weakens, as a sentence without any of its values; null when nothing does.</summary>
    string? FindWeakness(string connectionString);

    /// <summary>"the database 'identitysource' at db.internal": name and place, and no more of the string.</summary>
    string Describe(string connectionString);

    Task<DatabaseFacts> ReadFactsAsync(DbDataSource source, CancellationToken cancel);

    /// <summary>Whether the data folder has a database of the server's own already.</summary>
    bool HasPrivate(string dataFolder) => false;

    /// <summary>Makes or adopts a database of the server's own in the data folder; null where there is no such thing.</summary>
    /// <exception cref="PrivateDatabaseException">It cannot run.</exception>
    Task<IPrivateDatabase?> StartPrivateAsync(string dataFolder, DatabaseUse use, ILogger log, CancellationToken cancel);

    /// <summary>The program in which a person looks into the database.</summary>
    DatabaseShell Shell(string connectionString);
}
