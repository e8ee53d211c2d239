using IdentitySource.Protocol;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Claims;

namespace IdentitySource.Storage.Snapshots;

/// <summary>An authorization server as it stands in memory: the same object until something about it changes.</summary>
/// <param name="ServerId">The application's id, or the pool's for the shared address.</param>
/// <param name="CustomScopes">Those of the pool.</param>
/// <param name="Application">The one that it serves, enabled or not; null at the pool's shared address.</param>
/// <param name="SingleSignOn">One session of a browser serves all applications of the pool.</param>
public sealed record ServerSnapshot(Guid PoolId, Guid ServerId, Application? Application, CustomScopes CustomScopes, KeyRing Keys, bool SingleSignOn);
