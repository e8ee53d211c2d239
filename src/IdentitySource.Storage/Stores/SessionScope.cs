namespace IdentitySource.Storage.Stores;

/// <summary>What a session is good for: all applications of a user pool, or one where the pool has no single sign-on.</summary>
/// <param name="ApplicationId">The only application; null: all of them.</param>
public sealed record SessionScope(Guid PoolId, Guid? ApplicationId = null)
{
    /// <summary>Tells a browser's sessions apart.</summary>
    public Guid Id => ApplicationId ?? PoolId;
}
