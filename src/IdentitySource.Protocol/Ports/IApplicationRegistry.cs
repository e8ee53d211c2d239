using IdentitySource.Protocol.Applications;

namespace IdentitySource.Protocol.Ports;

/// <summary>The applications of a user pool, served from memory.</summary>
public interface IApplicationRegistry
{
    /// <summary>Null for an unknown id, for text that is no id, and for an application of another pool.</summary>
    ValueTask<Application?> FindAsync(Guid poolId, string clientId, CancellationToken cancel);
}
