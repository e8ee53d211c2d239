using IdentitySource.Server.Composition.Settings;
using IdentitySource.Storage.Ports;
using IdentitySource.Storage.PostgreSql;
using IdentitySource.Storage.SqlServer;

namespace IdentitySource.Server.Composition;

/// <summary>The one place that knows which databases there are. What it registers is decided once, so a request pays nothing for the choice.</summary>
internal static class DatabaseChoice
{
    public const string Setting = "Database:Provider";

    private static readonly Dictionary<DatabaseProvider, IDatabaseEngine> Engines = new()
    {
        [DatabaseProvider.PostgreSql] = new PostgreSqlEngine(),
        [DatabaseProvider.SqlServer] = new SqlServerEngine(),
    };

    private static readonly IDatabaseFaults[] Faults = [new PostgreSqlFaults(), new SqlServerFaults()];

    /// <summary>A name that is none of them is a fault of <see cref="DeploymentOptions"/>, which stops the start; until then it is the default.</summary>
    public static IServiceCollection AddDatabaseOfChoice(this IServiceCollection services, IConfiguration configuration) =>
        Read(new SettingsReader(configuration)) switch
        {
            DatabaseProvider.SqlServer => services.AddSqlServer(),
            _ => services.AddPostgreSql(),
        };

    public static DatabaseProvider Read(SettingsReader root) => root.OneOf<DatabaseProvider>(Setting);

    /// <summary>What is wrong with a connection string for this kind of database; before there are services, so that it is told with all other faults.</summary>
    public static string? FindFault(DatabaseProvider provider, string? connectionString) =>
        connectionString is { } given ? Engines[provider].FindFault(given)
        : provider == DatabaseProvider.PostgreSql ? null
        : $"It is missing: {provider} has no private database.";

    /// <summary>For failures that come after the services are gone; of whichever database.</summary>
    public static bool IsOutage(Exception failure) => Array.Exists(Faults, faults => faults.IsOutage(failure));

    /// <summary>As <see cref="IsOutage"/>.</summary>
    public static bool IsForbidden(Exception failure) => Array.Exists(Faults, faults => faults.IsForbidden(failure));
}
