using System.Buffers;
using System.Buffers.Text;

namespace IdentitySource.Protocol.Jose;

/// <summary>
/// base64url as RFC 7515 §2 has it: no padding, no blanks. The platform's decoder is more forgiving, and with it one token would have
/// many spellings, which defeats whoever compares or remembers tokens by their text.
/// </summary>
internal static class StrictBase64Url
{
    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>RFC 4648 §3.5: the bits of the last character that carry no data must be zero.</summary>
    public static bool IsCanonical(ReadOnlySpan<char> text)
    {
        if (text.ContainsAnyExcept(Alphabet))
        {
            return false;
        }

        return (text.Length % 4) switch
        {
            0 => true,
            2 => "AQgw".Contains(text[^1]),
            3 => "AEIMQUYcgkosw048".Contains(text[^1]),
            _ => false,
        };
    }

    public static byte[]? Decode(string? text) => text is not null && IsCanonical(text) ? Base64Url.DecodeFromChars(text) : null;
}
