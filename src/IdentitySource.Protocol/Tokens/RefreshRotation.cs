using System.Security.Cryptography;
using System.Text;
using IdentitySource.Protocol.Ports;

namespace IdentitySource.Protocol.Tokens;

/// <summary>
/// Which refresh token follows a spent one, and what a repeated use means (RFC 9700 §4.14.2). The successor is a keyed function
/// of the spent handle: every repeat within the window, on whichever server, yields the same one, and we store no secret for it.
/// </summary>
/// <param name="key">256 bits that all servers share and that stand in no database.</param>
public sealed class RefreshRotation(byte[] key)
{
    /// <summary>A repeat this soon after the successor was used is two of the client's own requests, not two holders.</summary>
    private static readonly TimeSpan RaceSpan = TimeSpan.FromMinutes(2);

    public TokenHandle Successor(TokenHandle spent)
    {
        Span<byte> next = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(spent.Value), next);
        return TokenHandle.From(next);
    }

    /// <summary>
    /// <c>lost_response</c>: the successor was never used, so its holder most likely never got it. <c>race</c>: both were used
    /// within minutes. <c>likely_theft</c>: somebody else has lived on the successor since.
    /// </summary>
    public static string Judge(UsedRefreshToken used, DateTimeOffset now) =>
        used.SuccessorUsedAt is not { } successorUsedAt ? "lost_response"
        : now - successorUsedAt <= RaceSpan ? "race"
        : "likely_theft";
}
