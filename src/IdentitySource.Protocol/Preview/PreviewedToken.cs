using System.Text.Json;

namespace IdentitySource.Protocol.Preview;

/// <summary>What one token of a sign-in would say.</summary>
public sealed record PreviewedToken(PreviewedKind Kind)
{
    /// <summary>In their order.</summary>
    public IReadOnlyList<PreviewedClaim> Claims { get; init; } = [];

    /// <summary>What could be there and is not.</summary>
    public IReadOnlyList<PreviewedClaim> Missing { get; init; } = [];

    /// <summary>A handle: what stands here is what introspection tells of it.</summary>
    public bool IsOpaque { get; init; }
}

/// <param name="Value">Null where the claim is missing, or can only be known when the token is made.</param>
/// <param name="Why">A slug.</param>
/// <param name="Scope">That releases it, if one does.</param>
public sealed record PreviewedClaim(string Name, JsonElement? Value, string Why, string? Scope = null);

public enum PreviewedKind
{
    /// <summary>Through the browser.</summary>
    FrontIdToken,

    FrontAccessToken,

    /// <summary>From the token endpoint.</summary>
    IdToken,

    AccessToken,

    UserInfo,
}

/// <summary>What becomes of a scope that was asked for.</summary>
/// <param name="Why">A slug.</param>
public sealed record PreviewedScope(string Name, bool Granted, string Why);
