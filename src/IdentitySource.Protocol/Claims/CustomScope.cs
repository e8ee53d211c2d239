namespace IdentitySource.Protocol.Claims;

/// <summary>A scope of a user pool's own, and the claims that it releases.</summary>
public sealed record CustomScope(string Name, string? Description, IReadOnlyList<CustomClaim> Claims);

/// <summary>A claim that an application or a pool adds: a fixed value, or a field of the user.</summary>
/// <param name="Value">The fixed value; null when the claim comes from <paramref name="Field"/>.</param>
/// <param name="Field">The name of a user field, or <c>extended_fields.NAME</c>; null for a fixed value.</param>
public sealed record CustomClaim(string Name, string? Value, string? Field);
