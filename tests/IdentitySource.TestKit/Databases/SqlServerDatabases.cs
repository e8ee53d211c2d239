using System.Data.Common;
using System.Security.Cryptography;
using IdentitySource.Storage;
using IdentitySource.Storage.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.TestKit.Databases;

/// <summary>Databases for tests on the SQL Server that <see cref="NeedsSqlServerAttribute.ServerVariable"/> names.</summary>
public static class SqlServerDatabases
{
    private const string Prefix = "is_test_";

    /// <summary>An empty one, whose collation ignores case as most do, so that a test shows where the model's own is missing.</summary>
    /// <returns>Its connection string; null where no server is named.</returns>
    public static async Task<string?> CreateAsync()
    {
        if (NeedsSqlServerAttribute.Server is not { } server)
        {
            return null;
        }

        var name = Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        await ExecuteAsync(server, $"CREATE DATABASE [{name}] COLLATE Latin1_General_100_CI_AS");
        return new DbConnectionStringBuilder { ConnectionString = server, ["Initial Catalog"] = name }.ConnectionString;
    }

    public static async Task<string?> CreateMigratedAsync()
    {
        if (await CreateAsync() is not { } made)
        {
            return null;
        }

        await using var db = Context(made);
        await db.Database.MigrateAsync();
        return made;
    }

    /// <summary>Also under the feet of connections that a test left open.</summary>
    public static Task DropAsync(string connectionString)
    {
        var name = (string)new DbConnectionStringBuilder { ConnectionString = connectionString }["Initial Catalog"];
        return name.StartsWith(Prefix, StringComparison.Ordinal)
            ? ExecuteAsync(NeedsSqlServerAttribute.Server!, $"ALTER DATABASE [{name}] SET SINGLE_USER WITH ROLLBACK IMMEDIATE; DROP DATABASE [{name}]")
            : throw new ArgumentException($"{name} was not made for tests.", nameof(connectionString));
    }

    public static IdentitySourceDb Context(string connectionString)
    {
        DbContextOptionsBuilder<IdentitySourceDb> options = new();
        options.UseSqlServerModel(connectionString);
        return new IdentitySourceDb(options.Options);
    }

    private static async Task ExecuteAsync(string server, string statement)
    {
        await using var source = SqlServerStorage.Open(server);
        await using var command = source.CreateCommand(statement);
        await command.ExecuteNonQueryAsync();
    }
}
