using System.Data;
using System.Data.Common;
using IdentitySource.Storage.Ports;
using IdentitySource.Storage.SqlServer.Statements;
using IdentitySource.Storage.Statements;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace IdentitySource.Storage.SqlServer;

/// <summary>How the model lives on SQL Server, and everything that only SQL Server understands.</summary>
public static class SqlServerStorage
{
    /// <summary>Of SQL Server 2019: nothing is asked of a database that an older one does not know.</summary>
    internal const int Compatibility = 150;

    /// <summary>
    /// What the given connection string may overrule. The timeouts make an outage a quick 503, and the pool tries again at once: by
    /// itself it would refuse everybody for up to a minute after the database is back.
    /// </summary>
    private const string Defaults =
        "Application Name=IdentitySource;Max Pool Size=40;Connect Timeout=2;Command Timeout=10;Pool Blocking Period=NeverBlock;";

    /// <summary>The longest text that a parameter holds without being of unlimited length.</summary>
    private const int LongestText = 4000;

    private const int IdLength = 16;

    private static readonly Lazy<IModel> MadeModel = new(MakeModel);

    internal static IModel Model => MadeModel.Value;

    internal static StatementDialect Dialect { get; } = new(DbType.Binary, id => OrderedId.Converter.ConvertToProvider(id)!) { Fit = Fit };

    public static DbContextOptionsBuilder UseSqlServerModel(this DbContextOptionsBuilder options, string connectionString) =>
        options.UseSqlServer(Complete(connectionString), Configure).ReplaceService<IModelCustomizer, SqlServerModel>().UseModel(Model);

    internal static void Prepare() => _ = Model;

    /// <summary>Wants a <see cref="DatabaseConnection"/> by the time that anything is resolved.</summary>
    public static IServiceCollection AddSqlServer(this IServiceCollection services) => services
        .AddSingleton(provider => Open(provider.GetRequiredService<DatabaseConnection>().ConnectionString))
        .AddPooledDbContextFactory<IdentitySourceDb>((provider, options) => options.UseSqlServerModel(provider.GetRequiredService<DatabaseConnection>().ConnectionString))
        .AddSingleton<IDatabaseEngine, SqlServerEngine>()
        .AddSingleton<IDatabaseFaults, SqlServerFaults>()
        .AddSingleton<IBulkRows, SqlServerBulkRows>()
        .AddSingleton<IRowEstimates, SqlServerRowEstimates>()
        .AddSingleton(Dialect)
        .AddSingleton(PoolSql.Statements)
        .AddSingleton(GrantSql.Statements)
        .AddSingleton(SessionSql.Statements)
        .AddSingleton(ConsentSql.Statements)
        .AddSingleton(AttemptSql.Statements)
        .AddSingleton(OutboxSql.Statements)
        .AddSingleton(SweepSql.Statements);

    /// <summary>Over the same pool of connections as the contexts have, because its string is the same.</summary>
    public static DbDataSource Open(string connectionString) => SqlClientFactory.Instance.CreateDataSource(Complete(connectionString));

    /// <summary>
    /// Whether the server must prove who it is stays as it is given; by default it must. Nobody can ask an open connection for its
    /// password, and one connection has one reader.
    /// </summary>
    internal static string Complete(string connectionString) =>
        new SqlConnectionStringBuilder(Defaults + connectionString) { PersistSecurityInfo = false, MultipleActiveResultSets = false }.ConnectionString;

    /// <summary>
    /// Of a text or bytes the driver tells the server the length: a statement whose texts change their lengths would be planned again
    /// for each. An id has the type of its column, so that it is looked up by an index without a conversion; a time is cut as its column cuts it.
    /// </summary>
    private static void Fit(DbParameter parameter)
    {
        switch (((SqlParameter)parameter).SqlDbType, parameter.Value)
        {
            case (SqlDbType.NVarChar, var value):
                parameter.Size = value is string { Length: > LongestText } ? -1 : LongestText;
                break;
            case (SqlDbType.DateTimeOffset, _):
                ((SqlParameter)parameter).Scale = SqlServerModel.SecondFractions;
                break;
            case (SqlDbType.VarBinary, byte[] { Length: IdLength }):
                ((SqlParameter)parameter).SqlDbType = SqlDbType.Binary;
                parameter.Size = IdLength;
                break;
        }
    }

    private static void Configure(SqlServerDbContextOptionsBuilder server) =>
        server.UseCompatibilityLevel(Compatibility).MigrationsAssembly(typeof(SqlServerStorage).Assembly.GetName().Name);

    private static IModel MakeModel()
    {
        using IdentitySourceDb db = new(new DbContextOptionsBuilder<IdentitySourceDb>().UseSqlServer(Configure).ReplaceService<IModelCustomizer, SqlServerModel>().Options);
        return db.Model;
    }
}
