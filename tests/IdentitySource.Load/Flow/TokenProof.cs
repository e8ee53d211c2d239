using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IdentitySource.Load.Http;

namespace IdentitySource.Load.Flow;

/// <summary>
/// Whether a token is what it claims. The first one with a new header is verified in full against the issuer's keys; after that the
/// same header (algorithm, type, key) is enough, as verifying each would cost the generator more than the server pays for many requests.
/// </summary>
internal sealed class TokenProof(string issuer, string algorithm, JsonElement keySet)
{
    private readonly ConcurrentDictionary<string, bool> proven = [];

    public void Check(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3)
        {
            throw new WrongAnswer("not a JWT: " + token);
        }

        if (!proven.ContainsKey(parts[0]))
        {
            Verify(parts);
            proven[parts[0]] = true;
        }
    }

    private void Verify(string[] parts)
    {
        var header = Part(parts[0]);
        header.MustBe("alg", algorithm);
        Part(parts[1]).MustBe("iss", issuer);
        var kid = header.Text("kid");
        var key = keySet.GetProperty("keys").EnumerateArray().FirstOrDefault(key => key.OptionalText("kid") == kid);
        var signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
        var signature = Base64Url.DecodeFromChars(parts[2]);
        if (key.ValueKind != JsonValueKind.Object || !(algorithm == "RS256" ? VerifyRsa(key, signed, signature) : VerifyEcdsa(key, signed, signature)))
        {
            throw new WrongAnswer($"the signature of a token does not verify with key {kid}");
        }
    }

    private static bool VerifyRsa(JsonElement key, byte[] signed, byte[] signature)
    {
        using var rsa = RSA.Create(new RSAParameters { Modulus = Number(key, "n"), Exponent = Number(key, "e") });
        return rsa.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private static bool VerifyEcdsa(JsonElement key, byte[] signed, byte[] signature)
    {
        using var ecdsa = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = Number(key, "x"), Y = Number(key, "y") } });
        return ecdsa.VerifyData(signed, signature, HashAlgorithmName.SHA256);
    }

    private static byte[] Number(JsonElement key, string name) => Base64Url.DecodeFromChars(key.Text(name));

    private static JsonElement Part(string text) => JsonElement.Parse(Base64Url.DecodeFromChars(text));
}
