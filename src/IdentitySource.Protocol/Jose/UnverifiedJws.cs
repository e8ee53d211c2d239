using System.Text.Json;

namespace IdentitySource.Protocol.Jose;

/// <summary>What a token says before anything is verified: good for finding the key that may verify it and for people to look at, and for nothing else.</summary>
public static class UnverifiedJws
{
    /// <summary>Whom the token says it is for; nobody when it is no token.</summary>
    public static string[] Audience(string? token) =>
        CompactJws.TrySplit(token, out var parts, out _) && Json(parts.Payload) is { } claims ? VerifiedJws.ReadAudience(claims) : [];

    /// <summary>Header and claims as they stand, also of an unsecured JWS (RFC 7515 appendix A.5), whose third part is empty.</summary>
    public static (JsonElement Header, JsonElement Claims)? Read(string token, out string? why)
    {
        // Anything stands in for the signature: nobody looks at it here.
        if (!CompactJws.TrySplit(token.EndsWith('.') ? token + "AA" : token, out var parts, out why))
        {
            return null;
        }

        var (header, claims) = (Json(parts.Header), Json(parts.Payload));
        why = header is null ? "jws_header_invalid" : claims is null ? "jws_payload_invalid" : null;
        return why is null ? (header!.Value, claims!.Value) : null;
    }

    private static JsonElement? Json(ReadOnlySpan<char> encoded) => StrictBase64Url.Decode(encoded.ToString()) is { } decoded ? StrictJson.ParseObject(decoded) : null;
}
