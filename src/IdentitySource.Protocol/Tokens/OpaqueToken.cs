using System.Security.Cryptography;

namespace IdentitySource.Protocol.Tokens;

/// <summary>
/// An opaque access token: 160 random bits as 40 characters of lower-case hex. Its form is that of no other handle of ours, so
/// an endpoint that takes several kinds of token knows where to look.
/// </summary>
public static class OpaqueToken
{
    private const int Bytes = 20;

    public static TokenHandle New() => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes)));

    public static bool Is(string text) => text.Length == 2 * Bytes && text.All(char.IsAsciiHexDigitLower);
}
