using System.Buffers.Text;
using System.Text;

namespace IdentitySource.Protocol.Jose;

/// <summary>The three parts of a JWS in compact serialisation, RFC 7515 §7.1; still encoded, nothing believed.</summary>
internal readonly ref struct CompactJws
{
    /// <summary>Characters. Far more than any token of ours, and small enough to be hashed without a thought.</summary>
    public const int MaxLength = 16 * 1024;

    private const byte Dot = (byte)'.';

    private CompactJws(ReadOnlySpan<char> token, int first, int second)
    {
        Header = token[..first];
        Payload = token[(first + 1)..second];
        Signature = token[(second + 1)..];
        SigningInput = token[..second];
    }

    public ReadOnlySpan<char> Header { get; }

    public ReadOnlySpan<char> Payload { get; }

    public ReadOnlySpan<char> Signature { get; }

    /// <summary>RFC 7515 §5.1: header, dot, payload, as they stand in the token.</summary>
    public ReadOnlySpan<char> SigningInput { get; }

    /// <summary>A JWE has five parts, an unsecured JWS an empty third: both end here, before anything is decoded or decompressed.</summary>
    public static bool TrySplit(ReadOnlySpan<char> token, out CompactJws parts, out string? why)
    {
        parts = default;
        if (token.Length > MaxLength)
        {
            why = "jws_too_long";
            return false;
        }

        var first = token.IndexOf('.');
        var second = first < 0 ? -1 : token[(first + 1)..].IndexOf('.') + first + 1;
        if (first <= 0 || second <= first + 1 || second == token.Length - 1 || token[(second + 1)..].Contains('.'))
        {
            why = "jws_not_three_parts";
            return false;
        }

        parts = new CompactJws(token, first, second);
        var canonical = StrictBase64Url.IsCanonical(parts.Header)
            && StrictBase64Url.IsCanonical(parts.Payload)
            && StrictBase64Url.IsCanonical(parts.Signature);
        why = canonical ? null : "jws_not_base64url";
        return canonical;
    }

    public static int EncodedLength(int header, int payload, int signature) =>
        header + 1 + Base64Url.GetEncodedLength(payload) + 1 + Base64Url.GetEncodedLength(signature);

    /// <returns>The length of the signing input at the start of the buffer.</returns>
    public static int WriteSigningInput(ReadOnlySpan<byte> encodedHeader, ReadOnlySpan<byte> payload, Span<byte> buffer)
    {
        encodedHeader.CopyTo(buffer);
        buffer[encodedHeader.Length] = Dot;
        return encodedHeader.Length + 1 + Base64Url.EncodeToUtf8(payload, buffer[(encodedHeader.Length + 1)..]);
    }

    public static string Finish(Span<byte> buffer, int signingInput, ReadOnlySpan<byte> signature)
    {
        buffer[signingInput] = Dot;
        var written = Base64Url.EncodeToUtf8(signature, buffer[(signingInput + 1)..]);
        return Encoding.ASCII.GetString(buffer[..(signingInput + 1 + written)]);
    }
}
