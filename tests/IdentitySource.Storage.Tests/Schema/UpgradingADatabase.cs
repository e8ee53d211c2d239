using IdentitySource.Storage.PostgreSql;
using IdentitySource.TestKit.Postgres;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using Xunit;

namespace IdentitySource.Storage.Tests.Schema;

/// <summary>A database that an earlier version made goes on with what stands in it.</summary>
public sealed class UpgradingADatabase : IAsyncLifetime
{
    private const string FirstVersion = "20261121044611_Initial";

    private readonly Guid pool = Guid.NewGuid();
    private readonly Guid user = Guid.NewGuid();
    private readonly Guid application = Guid.NewGuid();
    private readonly Guid session = Guid.NewGuid();
    private readonly Guid act = Guid.NewGuid();
    private string connectionString = "";
    private NpgsqlDataSource source = null!;

    public async Task InitializeAsync()
    {
        connectionString = await TestCluster.CreateDatabaseAsync();
        source = PostgreSqlStorage.Open(connectionString);
    }

    public async Task DisposeAsync()
    {
        await source.DisposeAsync();
        await TestCluster.DropDatabaseAsync(connectionString);
    }

    [Fact]
    public async Task What_the_first_version_wrote_means_what_it_meant()
    {
        await MigrateAsync(FirstVersion);
        await AddAsync("user_pools", ("id", pool), ("slug", "shop"), ("name", "Shop"));
        await AddAsync("users", ("pool_id", pool), ("id", user), ("user_name", "ann"), ("normalized_user_name", "ANN"), ("name", " Änn ﬁtz "), ("status", "Activated"));
        await AddAsync("applications", ("pool_id", pool), ("id", application), ("address", "shop"), ("name", "Web shop"), ("policy", "{}"), ("type", "Web"));
        await AddAsync("sessions", ("pool_id", pool), ("id", session), ("user_id", user));
        await AddAsync(
            "authorizations", ("pool_id", pool), ("id", session), ("user_id", user), ("application_id", application), ("session_id", session), ("server_id", application));
        await AddAsync("events", ("pool_id", pool), ("id", act), ("kind", "user_created"), ("success", true), ("detail", """{"actor":"command_line","name":"ann"}"""));
        await AddAsync("events", ("pool_id", pool), ("id", session), ("kind", "authorized"), ("success", true), ("detail", """{"response_type":"code"}"""));

        await MigrateAsync(target: null);

        await using var db = Context();
        db.PoolId = pool;
        var kept = await db.UserPools.SingleAsync();
        Assert.Equal((true, 0), (kept.SingleSignOn, kept.CustomScopes.Count));
        Assert.Equal(("ann", "Web shop", true), ((await db.Users.SingleAsync()).UserName, (await db.Applications.SingleAsync()).Name, (await db.Applications.SingleAsync()).AccessByDefault));
        Assert.Equal((session, null), ((await db.Authorizations.SingleAsync()).SessionId, (await db.Sessions.SingleAsync()).ApplicationId));
        Assert.Equal("ÄNN FITZ", (await db.Users.SingleAsync()).NormalizedName);
        Assert.Equal(act, (await db.Events.SingleAsync(row => row.Administrative)).Id);
    }

    private async Task MigrateAsync(string? target)
    {
        await using var db = Context();
        await db.GetService<IMigrator>().MigrateAsync(target);
    }

    private IdentitySourceDb Context()
    {
        DbContextOptionsBuilder<IdentitySourceDb> options = new();
        options.UsePostgreSql(source);
        return new IdentitySourceDb(options.Options);
    }

    /// <summary>A row with these values; columns that need one and have none here get nothing's own: an empty text, a zero.</summary>
    private async Task AddAsync(string table, params (string Column, object Value)[] values)
    {
        var given = values.ToDictionary(each => each.Column, each => each.Value);
        List<(string Column, string Expression)> row = [.. given.Keys.Select(column => (column, "@" + column))];
        await using (var needed = source.CreateCommand(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = @table AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'"))
        {
            needed.Parameters.AddWithValue("table", table);
            await using var columns = await needed.ExecuteReaderAsync();
            while (await columns.ReadAsync())
            {
                if (!given.ContainsKey(columns.GetString(0)))
                {
                    row.Add((columns.GetString(0), Nothing(columns.GetString(1))));
                }
            }
        }

        await using var insert = source.CreateCommand(
            $"INSERT INTO {table} ({string.Join(", ", row.Select(each => each.Column))}) VALUES ({string.Join(", ", row.Select(each => each.Expression))})");
        foreach (var (column, value) in given)
        {
            insert.Parameters.AddWithValue(column, value);
        }

        await insert.ExecuteNonQueryAsync();
    }

    private static string Nothing(string type) => type switch
    {
        "uuid" => $"'{Guid.Empty}'",
        "boolean" => "false",
        "bytea" => "''",
        "ARRAY" => "'{}'",
        "timestamp with time zone" => "now()",
        "integer" or "bigint" => "0",
        _ => "''",
    };
}
