using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IdentitySource.Storage.PostgreSql;

/// <summary>How the model lives on PostgreSQL.</summary>
public static class PostgreSqlStorage
{
    public static DbContextOptionsBuilder UsePostgreSql(this DbContextOptionsBuilder options, NpgsqlDataSource source) =>
        options.UseNpgsql(source, npgsql => npgsql.MigrationsAssembly(typeof(PostgreSqlStorage).Assembly.GetName().Name));
}
