using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace IdentitySource.Protocol.Jose;

/// <summary>
/// Signs and verifies JWTs in JWS compact serialisation, RFC 7515. RFC 8725 §3.1: which algorithm and keys count is the caller's to say
/// and never the token's. Bad input is answered with a reason, not an exception.
/// </summary>
public static class Jws
{
    /// <summary>RFC 7518 §3.2: a key at least as long as the hash. A shorter secret could be found offline from one token.</summary>
    private const int MinSecretSize = 32;

    private static readonly ProtectedHeaders Hs256Headers = new(SigningAlgorithm.HS256, kid: null);

    /// <param name="writeClaims">Writes the members of the payload; its braces are written here.</param>
    public static string Sign<TState>(SigningKey key, string typ, TState state, Action<Utf8JsonWriter, TState> writeClaims)
    {
        using var writer = PayloadWriter.Take();
        var payload = writer.Write(state, writeClaims);
        var header = key.Headers.For(typ);
        var buffer = ArrayPool<byte>.Shared.Rent(CompactJws.EncodedLength(header.Length, payload.Length, key.SignatureSize));
        try
        {
            var input = CompactJws.WriteSigningInput(header, payload, buffer);
            Span<byte> signature = stackalloc byte[SigningKey.MaxSignatureSize];
            var size = key.Sign(buffer.AsSpan(0, input), signature);
            return CompactJws.Finish(buffer, input, signature[..size]);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>For an application that shares a secret with us. The header carries no <c>kid</c>: the audience knows its own secret.</summary>
    /// <exception cref="ArgumentException">The secret is shorter than 32 bytes.</exception>
    public static string SignHs256<TState>(
        ReadOnlySpan<byte> secret, string typ, TState state, Action<Utf8JsonWriter, TState> writeClaims)
    {
        if (secret.Length < MinSecretSize)
        {
            throw new ArgumentException("A secret that signs has at least 32 bytes.", nameof(secret));
        }

        using var writer = PayloadWriter.Take();
        var payload = writer.Write(state, writeClaims);
        var header = Hs256Headers.For(typ);
        var buffer = ArrayPool<byte>.Shared.Rent(CompactJws.EncodedLength(header.Length, payload.Length, HMACSHA256.HashSizeInBytes));
        try
        {
            var input = CompactJws.WriteSigningInput(header, payload, buffer);
            Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
            HMACSHA256.HashData(secret, buffer.AsSpan(0, input), signature);
            return CompactJws.Finish(buffer, input, signature);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <param name="keys">Every key the token may be signed with; each verifies with its own algorithm only.</param>
    /// <param name="requiredTyp">RFC 8725 §3.11: keeps one kind of token from passing for another. Null accepts any.</param>
    public static VerifiedJws? Verify(string? token, IReadOnlyList<SigningKey> keys, string? requiredTyp, out string? why)
    {
        if (!CompactJws.TrySplit(token, out var parts, out why)
            || KeyChoice.Of(parts.Header, keys, out why) is not var (key, header)
            || Refuses(header, requiredTyp, out why))
        {
            return null;
        }

        return JwsVerifier.Claims(parts, key, secret: default, out why) is { } claims ? new VerifiedJws(header, claims) : null;
    }

    public static VerifiedJws? VerifyHs256(string? token, ReadOnlySpan<byte> secret, string? requiredTyp, out string? why)
    {
        if (!CompactJws.TrySplit(token, out var parts, out why)
            || KeyChoice.Secret(parts.Header, Hs256Headers, out why) is not { } header
            || Refuses(header, requiredTyp, out why))
        {
            return null;
        }

        if (secret.Length < MinSecretSize)
        {
            why = "jws_secret_too_short";
            return null;
        }

        return JwsVerifier.Claims(parts, key: null, secret, out why) is { } claims ? new VerifiedJws(header, claims) : null;
    }

    private static bool Refuses(JoseHeader header, string? requiredTyp, out string? why)
    {
        why = JoseHeader.IsTyp(header.Typ, requiredTyp) ? null : "jws_typ_refused";
        return why is not null;
    }
}
