namespace IdentitySource.Protocol.Claims;

/// <summary>A scope of a user pool's own, and the claims that it releases.</summary>
/// <param name="Description">What the consent page says of it; null for its bare name.</param>
public sealed record CustomScope(string Name, string? Description, IReadOnlyList<CustomClaim> Claims);
