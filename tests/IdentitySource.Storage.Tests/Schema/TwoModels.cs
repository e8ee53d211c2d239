using IdentitySource.Storage.PostgreSql;
using IdentitySource.Storage.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace IdentitySource.Storage.Tests.Schema;

/// <summary>The model as each of the two databases has it. No database is needed to look at it.</summary>
internal static class TwoModels
{
    public static IRelationalModel PostgreSql { get; } = Of(new DbContextOptionsBuilder<IdentitySourceDb>().UsePostgreSql(NpgsqlDataSource.Create("Host=nowhere")));

    public static IRelationalModel SqlServer { get; } = Of(OnSqlServer());

    public static IdentitySourceDb SqlServerContext() => new((DbContextOptions<IdentitySourceDb>)OnSqlServer().Options);

    private static DbContextOptionsBuilder OnSqlServer() => new DbContextOptionsBuilder<IdentitySourceDb>().UseSqlServerModel("Server=nowhere");

    private static IRelationalModel Of(DbContextOptionsBuilder options)
    {
        using IdentitySourceDb db = new((DbContextOptions<IdentitySourceDb>)options.Options);
        return db.GetService<IDesignTimeModel>().Model.GetRelationalModel();
    }
}
