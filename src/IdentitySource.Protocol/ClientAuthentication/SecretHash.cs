using System.Security.Cryptography;
using System.Text;

namespace IdentitySource.Protocol.ClientAuthentication;

/// <summary>Secrets of applications and of machines are random and kept as SHA-256; here is the one place where one is compared.</summary>
internal static class SecretHash
{
    /// <summary>Compared with when there is no secret to compare with, so that both cases do the same work.</summary>
    private static readonly byte[] NoSecret = RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes);

    /// <summary>Both are looked at whatever the first comparison says: which one it was is nobody's to measure.</summary>
    public static bool Matches(string given, byte[]? expected, byte[]? previous = null)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(given), hash);
        return Equal(hash, expected) | Equal(hash, previous);
    }

    private static bool Equal(ReadOnlySpan<byte> hash, byte[]? expected) =>
        CryptographicOperations.FixedTimeEquals(hash, expected ?? NoSecret) & (expected is not null);
}
