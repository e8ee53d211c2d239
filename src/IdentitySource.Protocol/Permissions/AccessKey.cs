namespace IdentitySource.Protocol.Permissions;

/// <summary>A programmatic access account of an application: AK and SK, and what it may do. An immutable snapshot.</summary>
public sealed record AccessKey
{
    public required Guid Id
    {
        get;
        init => (field, ClientId) = (value, value.ToString("N"));
    }

    /// <summary>The AK: the id in lower-case hex, a <c>client_id</c> of its own.</summary>
    public string ClientId { get; private init; } = "";

    public required Guid PoolId { get; init; }

    public required Guid ApplicationId { get; init; }

    /// <summary>SHA-256 of the SK, which is 256 random bits.</summary>
    public required byte[] SecretHash { get; init; }

    public bool Enabled { get; init; } = true;

    public required TimeSpan TokenLifetime { get; init; }

    public required PermissionBook Permissions { get; init; }

    /// <summary>Never the hash.</summary>
    public override string ToString() => ClientId;
}
