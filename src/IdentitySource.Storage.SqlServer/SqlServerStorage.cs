using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace IdentitySource.Storage.SqlServer;

/// <summary>How the model lives on SQL Server, and everything that only SQL Server understands.</summary>
public static class SqlServerStorage
{
    /// <summary>Of SQL Server 2019: nothing is asked of a database that an older one does not know.</summary>
    private const int Compatibility = 150;

    private static readonly Lazy<IModel> Model = new(MakeModel);

    public static DbContextOptionsBuilder UseSqlServerModel(this DbContextOptionsBuilder options, string connectionString) =>
        options.UseSqlServer(connectionString, Configure).ReplaceService<IModelCustomizer, SqlServerModel>().UseModel(Model.Value);

    /// <summary>Makes the model of the process. It takes as long as a database to start and needs none, so a start does both at once.</summary>
    public static void Prepare() => _ = Model.Value;

    private static void Configure(SqlServerDbContextOptionsBuilder server) =>
        server.UseCompatibilityLevel(Compatibility).MigrationsAssembly(typeof(SqlServerStorage).Assembly.GetName().Name);

    private static IModel MakeModel()
    {
        using IdentitySourceDb db = new(new DbContextOptionsBuilder<IdentitySourceDb>().UseSqlServer(Configure).ReplaceService<IModelCustomizer, SqlServerModel>().Options);
        return db.Model;
    }
}
