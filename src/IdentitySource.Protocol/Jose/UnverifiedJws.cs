namespace IdentitySource.Protocol.Jose;

/// <summary>What a token says before anything is verified: good for finding the key that may verify it, and for nothing else.</summary>
public static class UnverifiedJws
{
    /// <summary>Whom the token says it is for; nobody when it is no token.</summary>
    public static string[] Audience(string? token) =>
        CompactJws.TrySplit(token, out var parts, out _) && StrictBase64Url.Decode(parts.Payload.ToString()) is { } payload
        && StrictJson.ParseObject(payload) is { } claims
            ? VerifiedJws.ReadAudience(claims)
            : [];
}
