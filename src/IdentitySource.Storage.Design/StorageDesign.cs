using IdentitySource.Storage.PostgreSql;
using IdentitySource.Storage.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Npgsql;

namespace IdentitySource.Storage.Design;

/// <summary>
/// For <c>dotnet ef</c> alone: the model needs no database to be written down. What stands after <c>--</c> says for which one,
/// <c>SqlServer</c> or nothing.
/// </summary>
public sealed class StorageDesign : IDesignTimeDbContextFactory<IdentitySourceDb>
{
    public IdentitySourceDb CreateDbContext(string[] args)
    {
        DbContextOptionsBuilder<IdentitySourceDb> options = new();
        if (args is ["SqlServer", ..])
        {
            options.UseSqlServerModel("Server=localhost;Database=design");
        }
        else
        {
            options.UsePostgreSql(NpgsqlDataSource.Create("Host=localhost;Database=design"));
        }

        return new IdentitySourceDb(options.Options);
    }
}
