using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace IdentitySource.Protocol.Jose;

/// <summary>
/// The claims of a token whose signature held. Only <see cref="Jws"/> makes one. What the claims mean (issuer, audience, lifetime) is
/// the caller's to check: an accessor answers null for a claim of the wrong type, as if it were missing.
/// </summary>
public sealed class VerifiedJws
{
    internal VerifiedJws(JoseHeader header, JsonElement claims)
    {
        Algorithm = header.Algorithm;
        Kid = header.Kid ?? "";
        Typ = header.Typ;
        Claims = claims;
        Audience = ReadAudience(claims);
    }

    public string Algorithm { get; }

    /// <summary>Of the key that verified the token; empty for a shared secret, which has no name.</summary>
    public string Kid { get; }

    public string? Typ { get; }

    /// <summary>The whole payload: an object with every member once.</summary>
    public JsonElement Claims { get; }

    /// <summary>RFC 7519 §4.1.3: a string or an array of strings. Empty when missing or anything else, so that it contains nobody.</summary>
    public string[] Audience { get; }

    public bool Has(string name) => Claims.TryGetProperty(name, out _);

    [SuppressMessage("Naming", "CA1720", Justification = "It is JSON's word: the claim is read if it is a string.")]
    public string? String(string name) =>
        Claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>
    /// Dates and counts, such as <c>exp</c>: whole numbers from 0. RFC 7519 §2 would allow fractions of a second; no issuer we accept
    /// writes them, and a number that another reader may round differently is not worth having.
    /// </summary>
    public long? Number(string name) =>
        Claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= 0
            ? number
            : null;

    internal static string[] ReadAudience(JsonElement claims)
    {
        if (!claims.TryGetProperty("aud", out var value))
        {
            return [];
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            return [value.GetString()!];
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            return [];
        }

        var audience = new string[value.GetArrayLength()];
        var count = 0;
        foreach (var one in value.EnumerateArray())
        {
            if (one.ValueKind != JsonValueKind.String)
            {
                return [];
            }

            audience[count++] = one.GetString()!;
        }

        return audience;
    }
}
