using IdentitySource.Storage.PostgreSql;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Npgsql;

namespace IdentitySource.Storage.Design;

/// <summary>For <c>dotnet ef</c> alone: the model needs no database to be written down.</summary>
public sealed class PostgreSqlDesign : IDesignTimeDbContextFactory<IdentitySourceDb>
{
    public IdentitySourceDb CreateDbContext(string[] args)
    {
        DbContextOptionsBuilder<IdentitySourceDb> options = new();
        options.UsePostgreSql(NpgsqlDataSource.Create("Host=localhost;Database=design"));
        return new IdentitySourceDb(options.Options);
    }
}
