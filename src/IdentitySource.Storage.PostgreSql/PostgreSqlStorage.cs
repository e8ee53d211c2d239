using System.Data;
using System.Data.Common;
using IdentitySource.Storage.Ports;
using IdentitySource.Storage.PostgreSql.Statements;
using IdentitySource.Storage.Statements;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;

namespace IdentitySource.Storage.PostgreSql;

/// <summary>How the model lives on PostgreSQL, and everything that only PostgreSQL understands.</summary>
public static class PostgreSqlStorage
{
    /// <summary>
    /// What the given connection string may overrule. No reset on close: nothing here leaves state in a connection, so cleaning
    /// it after each use would cost a round trip's work for nothing. The timeouts make an outage a quick 503.
    /// </summary>
    private const string Defaults =
        "Application Name=IdentitySource;Maximum Pool Size=40;Max Auto Prepare=100;Auto Prepare Min Usages=2;No Reset On Close=true;Timeout=2;Command Timeout=10;";

    private static readonly Lazy<IModel> Model = new(MakeModel);

    public static DbContextOptionsBuilder UsePostgreSql(this DbContextOptionsBuilder options, NpgsqlDataSource source) =>
        options.UseNpgsql(source, Configure).ReplaceService<IModelCustomizer, PostgreSqlModel>().UseModel(Model.Value);

    internal static void Prepare() => _ = Model.Value;

    /// <summary>Wants a <see cref="DatabaseConnection"/> by the time that anything is resolved.</summary>
    public static IServiceCollection AddPostgreSql(this IServiceCollection services) => services
        .AddSingleton(provider => Open(provider.GetRequiredService<DatabaseConnection>().ConnectionString))
        .AddSingleton<DbDataSource>(provider => provider.GetRequiredService<NpgsqlDataSource>())
        .AddPooledDbContextFactory<IdentitySourceDb>((provider, options) => options.UsePostgreSql(provider.GetRequiredService<NpgsqlDataSource>()))
        .AddSingleton<IDatabaseEngine, PostgreSqlEngine>()
        .AddSingleton<IDatabaseFaults, PostgreSqlFaults>()
        .AddSingleton<IBulkRows, PostgreSqlBulkRows>()
        .AddSingleton<IRowEstimates, PostgreSqlRowEstimates>()
        .AddSingleton(new StatementDialect(DbType.Guid, id => id))
        .AddSingleton(PoolSql.Statements)
        .AddSingleton(GrantSql.Statements)
        .AddSingleton(SessionSql.Statements)
        .AddSingleton(ConsentSql.Statements)
        .AddSingleton(AttemptSql.Statements)
        .AddSingleton(OutboxSql.Statements)
        .AddSingleton(SweepSql.Statements);

    /// <summary>Details of an error would repeat the values of a row, so they are never asked for, whatever the string says.</summary>
    public static NpgsqlDataSource Open(string connectionString) =>
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Defaults + connectionString) { IncludeErrorDetail = false, PersistSecurityInfo = false });

    private static void Configure(NpgsqlDbContextOptionsBuilder npgsql) => npgsql.MigrationsAssembly(typeof(PostgreSqlStorage).Assembly.GetName().Name);

    private static IModel MakeModel()
    {
        using IdentitySourceDb db = new(new DbContextOptionsBuilder<IdentitySourceDb>().UseNpgsql(Configure).ReplaceService<IModelCustomizer, PostgreSqlModel>().Options);
        return db.Model;
    }
}
