using System.Data.Common;
using IdentitySource.Storage.SqlServer;
using IdentitySource.Storage.Tests.Schema;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Xunit;

namespace IdentitySource.Storage.Tests.SqlServer;

/// <summary>The driver comes without the libraries that it could sign in to Azure with: what it needs of them shows when it speaks.</summary>
public sealed class SpeakingToTheServer : IDisposable
{
    private readonly ListeningServer server = new();

    public void Dispose() => server.Dispose();

    [Fact]
    public async Task A_statement_with_parameters_arrives()
    {
        await using var db = Open(server.ConnectionString);
        Guid id = Guid.CreateVersion7();

        var touched = await db.Users.IgnoreQueryFilters().Where(user => user.Id == id && user.Blocked)
            .ExecuteUpdateAsync(users => users.SetProperty(user => user.Name, "Ann").SetProperty(user => user.UpdatedAt, DateTimeOffset.UnixEpoch));

        Assert.Equal(1, touched);
        Assert.Contains("UPDATE [u]", Assert.Single(server.Received), StringComparison.Ordinal);
    }

    /// <summary>Each column's type as the model says it. The driver is asked for the type, which it does not have to guess.</summary>
    [Fact]
    public async Task A_value_of_every_column_can_be_sent()
    {
        await using var db = Open(server.ConnectionString);
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = "SELECT 1";
        foreach (var mapping in TwoModels.SqlServer.Tables.SelectMany(table => table.Columns).Select(column => column.StoreTypeMapping).DistinctBy(mapping => (mapping.StoreType, mapping.ClrType)))
        {
            command.Parameters.Add(mapping.CreateParameter(command, $"@p{command.Parameters.Count}", Sample(mapping)));
        }

        Assert.Equal(1, await command.ExecuteNonQueryAsync());
        Assert.True(command.Parameters.Count > 10);
    }

    [Fact]
    public async Task Where_nobody_listens_it_is_the_driver_that_says_so()
    {
        var place = server.ConnectionString;
        server.Dispose();
        await using var db = Open(place);

        await Assert.ThrowsAnyAsync<DbException>(() => db.Database.OpenConnectionAsync());
    }

    private static object? Sample(RelationalTypeMapping mapping)
    {
        var type = Nullable.GetUnderlyingType(mapping.ClrType) ?? mapping.ClrType;
        return type == typeof(string) ? "text" : type == typeof(byte[]) ? new byte[16] : type.IsValueType ? Activator.CreateInstance(type) : null;
    }

    private static IdentitySourceDb Open(string connectionString)
    {
        DbContextOptionsBuilder<IdentitySourceDb> options = new();
        options.UseSqlServerModel(connectionString);
        return new IdentitySourceDb(options.Options);
    }
}
