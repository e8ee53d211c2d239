using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace IdentitySource.Protocol.Jose;

/// <summary>What a token says of itself, RFC 7515 §4: claims to be compared with what the caller allows, never instructions.</summary>
internal readonly record struct JoseHeader(string Algorithm, string? Kid, string? Typ)
{
    /// <summary>
    /// Parameters that bring or point at a key, change what is signed, or belong to encryption. RFC 7515 §4.1.11: we understand no
    /// critical extension, so every <c>crit</c> is refused, and <c>b64</c> (RFC 7797) with it.
    /// </summary>
    private static readonly string[] Refused = ["crit", "b64", "jwk", "jku", "x5c", "x5u", "zip", "enc"];

    /// <param name="encoded">Canonical base64url: <see cref="CompactJws.TrySplit"/> has checked.</param>
    public static JoseHeader? Parse(ReadOnlySpan<char> encoded, out string? why)
    {
        if (ParseJson(encoded) is not { } json)
        {
            why = "jws_header_invalid";
            return null;
        }

        foreach (var name in Refused)
        {
            if (json.TryGetProperty(name, out _))
            {
                why = "jws_header_parameter_refused";
                return null;
            }
        }

        if (!TryText(json, "alg", out var algorithm) || !TryText(json, "kid", out var kid) || !TryText(json, "typ", out var typ))
        {
            why = "jws_header_parameter_not_text";
            return null;
        }

        why = algorithm is null ? "jws_alg_missing" : null;
        return algorithm is null ? null : new JoseHeader(algorithm, kid, typ);
    }

    /// <summary>RFC 7515 §4.1.9: a media type, so case does not matter, and "application/" may be left out where no other slash follows.</summary>
    public static bool IsTyp(string? typ, string? required) =>
        required is null || (typ is not null && Subtype(typ).Equals(Subtype(required), StringComparison.OrdinalIgnoreCase));

    private static ReadOnlySpan<char> Subtype(string typ)
    {
        const string application = "application/";
        var rest = typ.StartsWith(application, StringComparison.OrdinalIgnoreCase) ? typ.AsSpan(application.Length) : typ;
        return rest.Contains('/') ? typ : rest;
    }

    private static JsonElement? ParseJson(ReadOnlySpan<char> encoded)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(encoded.Length);
        try
        {
            return Base64Url.TryDecodeFromChars(encoded, buffer, out var length) ? StrictJson.ParseObject(buffer.AsSpan(0, length)) : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <returns>False when the member is there but is not a string.</returns>
    private static bool TryText(JsonElement json, string name, out string? text)
    {
        text = null;
        if (!json.TryGetProperty(name, out var value))
        {
            return true;
        }

        text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return text is not null;
    }
}
