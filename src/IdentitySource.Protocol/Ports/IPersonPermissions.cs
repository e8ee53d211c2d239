using IdentitySource.Protocol.Permissions;

namespace IdentitySource.Protocol.Ports;

/// <summary>What a person may do at this moment, by their own rules and those of their roles and groups.</summary>
public interface IPersonPermissions
{
    Task<PermissionBook> FindAsync(Guid poolId, Guid subjectId, CancellationToken cancel);
}
