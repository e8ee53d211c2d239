using IdentitySource.Protocol.Permissions;

namespace IdentitySource.Protocol.Ports;

/// <summary>Programmatic access accounts with their rules, served from memory.</summary>
public interface IAccessKeyRegistry
{
    /// <summary>Null for an unknown or deleted one, for text that is no id, and for one of another pool.</summary>
    ValueTask<AccessKey?> FindAsync(Guid poolId, string accessKeyId, CancellationToken cancel);

    /// <summary>Remembers that a token was issued; written some time later, for people to read.</summary>
    void NoteUse(AccessKey key, DateTimeOffset now);
}
