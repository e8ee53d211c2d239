namespace IdentitySource.Server.Composition;

/// <summary>How applications' addresses lie below the public origin.</summary>
public enum AddressMode
{
    /// <summary><c>{origin}/apps/{address}</c>: needs no wildcard DNS and no wildcard certificate.</summary>
    Path,

    /// <summary><c>{address}.{root}</c></summary>
    Subdomain,
}
