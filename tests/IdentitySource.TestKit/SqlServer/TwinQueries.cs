#pragma warning disable EF1001 // A query of one context is asked of another, which has no public way.
using System.Collections;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.ExceptionServices;
using IdentitySource.Storage;
using IdentitySource.Storage.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Query.Internal;
using Microsoft.Extensions.DependencyInjection;

namespace IdentitySource.TestKit.SqlServer;

/// <summary>A query as SQL Server would get it; what it would answer is nothing.</summary>
public static class TwinQueries
{
    private static readonly DbContextOptions<IdentitySourceDb> Options = NewOptions();
    private static readonly MethodInfo Execute = typeof(IQueryCompiler).GetMethod(nameof(IQueryCompiler.Execute))!;

    /// <summary>For the services of a test on PostgreSQL.</summary>
    public static IServiceCollection AskSqlServerToo(this IServiceCollection services) =>
        services.ConfigureDbContext<IdentitySourceDb>(options => options.ReplaceService<IQueryCompiler, TwinQueryCompiler>().AddInterceptors(new HeardStatements.OnPostgreSql()));

    /// <exception cref="InvalidOperationException">It has no translation.</exception>
    internal static void Ask(Expression query, IdentitySourceDb asked)
    {
        using IdentitySourceDb db = new(Options) { PoolId = asked.PoolId };
        var twin = new TwinRoots(db.Model).Visit(query);
        var type = twin.Type.IsGenericType && twin.Type.IsAssignableTo(typeof(IQueryable)) ? typeof(IEnumerable<>).MakeGenericType(twin.Type.GenericTypeArguments[0]) : twin.Type;
        try
        {
            if (Execute.MakeGenericMethod(type).Invoke(db.GetService<IQueryCompiler>(), [twin]) is IEnumerable rows and not string)
            {
                foreach (var _ in rows)
                {
                }
            }
        }
        catch (TargetInvocationException failure) when (failure.InnerException is { } cause)
        {
            // It was asked, then, and somebody wanted one row.
            if (!cause.Message.StartsWith("Sequence contains no elements", StringComparison.Ordinal))
            {
                ExceptionDispatchInfo.Throw(cause);
            }
        }
    }

    private static DbContextOptions<IdentitySourceDb> NewOptions()
    {
        DbContextOptionsBuilder<IdentitySourceDb> options = new();
        options.UseSqlServerModel("Server=nowhere").AddInterceptors(new Nowhere());
        return options.Options;
    }
}
