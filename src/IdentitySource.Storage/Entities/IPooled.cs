namespace IdentitySource.Storage.Entities;

/// <summary>A row of one user pool. The pool leads its key, its foreign keys and its uniqueness, and a query filter does the rest.</summary>
public interface IPooled
{
    Guid PoolId { get; set; }
}
