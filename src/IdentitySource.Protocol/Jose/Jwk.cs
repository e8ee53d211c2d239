using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace IdentitySource.Protocol.Jose;

/// <summary>
/// The public half of a signing key as a JSON Web Key, RFC 7517 and RFC 7518 §6. There is no place for a private or symmetric member,
/// so a key set cannot leak one.
/// </summary>
public sealed record Jwk
{
    private Jwk(SigningAlgorithm algorithm) => Algorithm = algorithm;

    public string Kid { get; private init; } = "";

    public SigningAlgorithm Algorithm { get; }

    public string KeyType => Algorithm == SigningAlgorithm.RS256 ? "RSA" : "EC";

    /// <summary>Modulus and exponent, base64url; null unless the key is an RSA key.</summary>
    public string? N { get; private init; }

    public string? E { get; private init; }

    /// <summary>The coordinates of a point on P-256, base64url; null unless the key is an elliptic-curve key.</summary>
    public string? X { get; private init; }

    public string? Y { get; private init; }

    /// <summary>RFC 7638: SHA-256 over the required members in lexicographic order, base64url.</summary>
    public string Thumbprint
    {
        get
        {
            ArrayBufferWriter<byte> canonical = new(1024);
            using (Utf8JsonWriter json = new(canonical))
            {
                json.WriteStartObject();
                WriteRequired(json);
                json.WriteEndObject();
            }

            return Base64Url.EncodeToString(SHA256.HashData(canonical.WrittenSpan));
        }
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        WriteRequired(json);
        json.WriteString("use", "sig");
        json.WriteString("alg", Algorithm.Name());
        json.WriteString("kid", Kid);
        json.WriteEndObject();
    }

    /// <summary>Reads a public key somebody gave us. Null, with the reason, for anything we would not verify a signature with.</summary>
    public static Jwk? Parse(ReadOnlySpan<byte> utf8, out string? why) =>
        StrictJson.ParseObject(utf8) is { } json ? JwkParser.Parse(json, out why) : Refuse(out why);

    internal static Jwk Rsa(ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent, string? kid = null) =>
        new Jwk(SigningAlgorithm.RS256) { N = Base64Url.EncodeToString(modulus), E = Base64Url.EncodeToString(exponent) }.Named(kid);

    internal static Jwk P256(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y, string? kid = null) =>
        new Jwk(SigningAlgorithm.ES256) { X = Base64Url.EncodeToString(x), Y = Base64Url.EncodeToString(y) }.Named(kid);

    private Jwk Named(string? kid) => this with { Kid = kid ?? Thumbprint };

    private void WriteRequired(Utf8JsonWriter json)
    {
        if (Algorithm == SigningAlgorithm.RS256)
        {
            json.WriteString("e", E);
            json.WriteString("kty", KeyType);
            json.WriteString("n", N);
            return;
        }

        json.WriteString("crv", "P-256");
        json.WriteString("kty", KeyType);
        json.WriteString("x", X);
        json.WriteString("y", Y);
    }

    private static Jwk? Refuse(out string? why)
    {
        why = "jwk_not_an_object";
        return null;
    }
}
