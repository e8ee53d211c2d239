using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Permissions;

namespace IdentitySource.Protocol.ClientAuthentication;

/// <summary>Who proved itself at the token endpoint: an application, or a machine of it.</summary>
public sealed record Caller(Application Application)
{
    /// <summary>The programmatic access account, when it was not the application itself.</summary>
    public AccessKey? Machine { get; init; }
}
