#pragma warning disable EF1001 // The only place that every query passes with the values of its parameters.
using System.Linq.Expressions;
using IdentitySource.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.Internal;
using Microsoft.EntityFrameworkCore.Storage;

namespace IdentitySource.TestKit.SqlServer;

/// <summary>
/// Every query that runs on PostgreSQL is written for SQL Server too, as far as one can without one: a query that has no translation
/// there fails the test that asks it.
/// </summary>
public sealed class TwinQueryCompiler(
    IQueryContextFactory contexts, ICompiledQueryCache cache, ICompiledQueryCacheKeyGenerator keys, IDatabase database, IDiagnosticsLogger<DbLoggerCategory.Query> log,
    ICurrentDbContext current, IEvaluatableExpressionFilter filter, IModel model)
    : QueryCompiler(contexts, cache, keys, database, log, current, filter, model)
{
    private readonly DbContext asked = current.Context;

    public override TResult Execute<TResult>(Expression query)
    {
        TwinQueries.Ask(query, (IdentitySourceDb)asked);
        return base.Execute<TResult>(query);
    }

    public override TResult ExecuteAsync<TResult>(Expression query, CancellationToken cancellationToken = default)
    {
        TwinQueries.Ask(query, (IdentitySourceDb)asked);
        return base.ExecuteAsync<TResult>(query, cancellationToken);
    }
}
