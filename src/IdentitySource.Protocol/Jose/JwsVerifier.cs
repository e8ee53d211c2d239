using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace IdentitySource.Protocol.Jose;

/// <summary>RFC 7515 §5.2 once the key is chosen: the signature first, and only then is the payload looked at.</summary>
internal static class JwsVerifier
{
    /// <param name="key">Null to verify with the secret.</param>
    public static JsonElement? Claims(CompactJws parts, SigningKey? key, ReadOnlySpan<byte> secret, out string? why)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(parts.SigningInput.Length);
        try
        {
            Ascii.FromUtf16(parts.SigningInput, buffer, out var length);
            Span<byte> signature = stackalloc byte[SigningKey.MaxSignatureSize];
            if (!Base64Url.TryDecodeFromChars(parts.Signature, signature, out var size)
                || !Holds(buffer.AsSpan(0, length), signature[..size], key, secret))
            {
                why = "jws_signature_invalid";
                return null;
            }

            Base64Url.TryDecodeFromChars(parts.Payload, buffer, out length);
            var claims = StrictJson.ParseObject(buffer.AsSpan(0, length));
            why = claims is null ? "jws_payload_invalid" : null;
            return claims;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool Holds(ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature, SigningKey? key, ReadOnlySpan<byte> secret)
    {
        if (key is not null)
        {
            return key.Verify(input, signature);
        }

        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, input, expected);
        return CryptographicOperations.FixedTimeEquals(expected, signature);
    }
}
