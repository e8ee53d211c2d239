using System.Data;
using System.Data.Common;

namespace IdentitySource.Storage.Statements;

/// <summary>What a database wants other than it is in C#: ids must be kept so that their order is that of their making.</summary>
/// <param name="Id">The value of an id's parameter.</param>
public sealed record StatementDialect(DbType IdType, Func<Guid, object> Id)
{
    /// <summary>What else a parameter must say, where its name, type and value do not say all.</summary>
    public Action<DbParameter>? Fit { get; init; }
}
