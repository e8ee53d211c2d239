using IdentitySource.Storage;
using IdentitySource.Storage.PostgreSql;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.TestKit.Postgres;

/// <summary>Databases with the schema of a deployment and nothing in them.</summary>
public static class MigratedDatabase
{
    /// <summary>Answers the connection string of one that nobody else uses.</summary>
    public static Task<string> CloneAsync() => TestCluster.CloneAsync("migrated", MigrateAsync);

    private static async Task MigrateAsync(string connectionString)
    {
        await using var source = PostgreSqlStorage.Open(connectionString);
        DbContextOptionsBuilder<IdentitySourceDb> options = new();
        options.UsePostgreSql(source);
        await using IdentitySourceDb db = new(options.Options);
        await db.Database.MigrateAsync();
    }
}
