using System.Security.Cryptography;
using System.Text.Json;

namespace IdentitySource.Protocol.Jose;

/// <summary>The rules a foreign public key must meet before it becomes a <see cref="Jwk"/>, RFC 7517 §4 and RFC 7518 §6.</summary>
internal static class JwkParser
{
    private static readonly string[] Secrets = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

    public static Jwk? Parse(JsonElement json, out string? why)
    {
        why = json.ValueKind != JsonValueKind.Object ? "jwk_not_an_object"
            : Secrets.Any(name => json.TryGetProperty(name, out _)) ? "jwk_not_public"
            : Purpose(json);
        if (why is not null)
        {
            return null;
        }

        var key = Text(json, "kty") switch
        {
            "RSA" => Rsa(json),
            "EC" => P256(json),
            _ => null,
        };

        why = key is null ? "jwk_key_refused"
            : json.TryGetProperty("alg", out var alg) && !alg.ValueEquals(key.Algorithm.Name()) ? "jwk_alg_refused"
            : null;
        return why is null ? key : null;
    }

    /// <summary>RFC 7517 §4.2 and §4.3: a key meant for encryption verifies nothing.</summary>
    private static string? Purpose(JsonElement json) =>
        json.TryGetProperty("use", out _) && Text(json, "use") != "sig" ? "jwk_not_for_signatures"
        : json.TryGetProperty("key_ops", out var operations) && !NamesVerify(operations) ? "jwk_not_for_signatures"
        : json.TryGetProperty("kid", out _) && Text(json, "kid") is null ? "jwk_kid_invalid"
        : json.TryGetProperty("alg", out _) && Text(json, "alg") is null ? "jwk_alg_refused"
        : null;

    private static bool NamesVerify(JsonElement operations) =>
        operations.ValueKind == JsonValueKind.Array
        && operations.EnumerateArray().Any(one => one.ValueKind == JsonValueKind.String && one.ValueEquals("verify"));

    /// <summary>RFC 7518 §3.3: 2048 bits or more. The upper bound keeps a verification from becoming a way to burn our processor.</summary>
    private static Jwk? Rsa(JsonElement json)
    {
        var n = StrictBase64Url.Decode(Text(json, "n"));
        var e = StrictBase64Url.Decode(Text(json, "e"));
        return n is [not 0, ..] && SigningKey.IsAcceptableRsaSize(BitLength(n)) && e is { Length: <= 4 } and [not 0, ..] && IsOddAndNotOne(e)
            ? Jwk.Rsa(n, e, Text(json, "kid"))
            : null;
    }

    /// <summary>RFC 7518 §6.2.1.2: the coordinates have the full length of the curve. The platform checks that the point lies on it.</summary>
    private static Jwk? P256(JsonElement json)
    {
        var x = StrictBase64Url.Decode(Text(json, "x"));
        var y = StrictBase64Url.Decode(Text(json, "y"));
        if (Text(json, "crv") != "P-256" || x is not { Length: 32 } || y is not { Length: 32 })
        {
            return null;
        }

        try
        {
            using var point = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } });
            return Jwk.P256(x, y, Text(json, "kid"));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static int BitLength(byte[] n) => (n.Length * 8) - System.Numerics.BitOperations.LeadingZeroCount(n[0]) + 24;

    private static bool IsOddAndNotOne(byte[] e) => (e[^1] & 1) == 1 && e is not [1];

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
