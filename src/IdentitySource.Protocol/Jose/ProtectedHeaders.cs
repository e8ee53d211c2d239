using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace IdentitySource.Protocol.Jose;

/// <summary>
/// The encoded JOSE headers of one key, RFC 7515 §4: constant for each <c>typ</c>, so each is made once. A token whose header is one of
/// these needs no parsing: we wrote it.
/// </summary>
/// <remarks><c>typ</c> is one of our own few constants, never a caller's input: the list only grows.</remarks>
internal sealed class ProtectedHeaders(SigningAlgorithm algorithm, string? kid)
{
    private volatile Entry? newest;

    public ReadOnlySpan<byte> For(string typ)
    {
        for (var entry = newest; entry is not null; entry = entry.Older)
        {
            if (entry.Typ == typ)
            {
                return entry.Encoded;
            }
        }

        // Two threads may both come here; one entry is then lost or doubled, and made again or ignored.
        newest = new Entry(typ, Encode(typ), newest);
        return newest.Encoded;
    }

    /// <summary>The <c>typ</c> of a header that is, byte for byte, one of ours; otherwise null.</summary>
    public string? TypOf(ReadOnlySpan<char> encoded)
    {
        for (var entry = newest; entry is not null; entry = entry.Older)
        {
            if (Ascii.Equals(entry.Encoded, encoded))
            {
                return entry.Typ;
            }
        }

        return null;
    }

    private byte[] Encode(string typ)
    {
        ArrayBufferWriter<byte> header = new(128);
        using (Utf8JsonWriter json = new(header, PayloadWriter.Options))
        {
            json.WriteStartObject();
            json.WriteString("alg", algorithm.Name());
            json.WriteString("typ", typ);
            if (kid is not null)
            {
                json.WriteString("kid", kid);
            }

            json.WriteEndObject();
        }

        return Base64Url.EncodeToUtf8(header.WrittenSpan);
    }

    private sealed record Entry(string Typ, byte[] Encoded, Entry? Older);
}
