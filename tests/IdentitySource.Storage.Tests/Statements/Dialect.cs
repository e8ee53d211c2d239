using System.Reflection;
using IdentitySource.Storage.PostgreSql;
using IdentitySource.Storage.SqlServer;
using IdentitySource.Storage.SqlServer.Statements;
using IdentitySource.Storage.Statements;
using Microsoft.Extensions.DependencyInjection;

namespace IdentitySource.Storage.Tests.Statements;

/// <summary>The statements that a provider brings, as a server gets them.</summary>
/// <param name="Stores">By kind and property: "GrantStatements.TakeCode". The other provider has the same.</param>
/// <param name="Own">Those of its bulk rows and the like, which are built as it suits each.</param>
internal sealed record Dialect(string Name, IReadOnlyDictionary<string, string> Stores, IReadOnlyDictionary<string, string> Own)
{
    public static readonly IReadOnlyList<Type> Kinds =
        [.. typeof(GrantStatements).Assembly.GetExportedTypes().Where(type => type.Name.EndsWith("Statements", StringComparison.Ordinal) && type.Namespace == typeof(GrantStatements).Namespace)];

    public static Dialect PostgreSql { get; } = new("PostgreSQL", Of(new ServiceCollection().AddPostgreSql()), new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["BulkRows.AddEvent"] = PostgreSqlBulkRows.AddEvent,
        ["BulkRows.Count"] = PostgreSqlBulkRows.Count,
        ["BulkRows.NoteVisitors"] = PostgreSqlBulkRows.NoteVisitors,
        ["BulkRows.SeeSessions"] = PostgreSqlBulkRows.SeeSessions,
        ["BulkRows.UseAccessKeys"] = PostgreSqlBulkRows.UseAccessKeys,
        ["RowEstimates.Users"] = PostgreSqlRowEstimates.Users,
    });

    public static Dialect SqlServer { get; } = new("SQL Server", Of(new ServiceCollection().AddSqlServer()), new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["BulkRows.AddEvent"] = BulkSql.AddEvent,
        ["BulkRows.Count"] = BulkSql.Count,
        ["BulkRows.SeeSessions"] = BulkSql.SeeSessions,
        ["BulkRows.UseAccessKeys"] = BulkSql.UseAccessKeys,
        ["Engine.Facts"] = SqlServerEngine.Facts,
        ["RowEstimates.Users"] = SqlServerRowEstimates.Users,
    });

    public IEnumerable<KeyValuePair<string, string>> All => Stores.Concat(Own);

    private static SortedDictionary<string, string> Of(IServiceCollection services) => new(
        (from kind in Kinds
         let statements = services.Single(service => service.ServiceType == kind).ImplementationInstance!
         from property in kind.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.PropertyType == typeof(string))
         select KeyValuePair.Create($"{kind.Name}.{property.Name}", (string)property.GetValue(statements)!))
        .ToDictionary(), StringComparer.Ordinal);
}
