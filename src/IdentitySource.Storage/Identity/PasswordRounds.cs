using System.Buffers.Binary;

namespace IdentitySource.Storage.Identity;

/// <summary>What it costs to verify a password's hash, in rounds of PBKDF2: iterations, once for each block of the derived key (RFC 8018 §5.2).</summary>
public static class PasswordRounds
{
    private const byte Version3 = 1;

    private const int HeaderLength = 13;

    /// <summary>Bytes that the functions give, in the order of Identity's KeyDerivationPrf: SHA-1, SHA-256, SHA-512.</summary>
    private static readonly int[] Sizes = [20, 32, 64];

    public static long Of(uint function, uint iterations, int keyLength) => iterations * (((long)keyLength + Sizes[function] - 1) / Sizes[function]);

    /// <param name="hash">As Identity keeps it, version 3.</param>
    /// <returns>Null for a hash of another form.</returns>
    public static long? Of(string hash)
    {
        var bytes = new byte[hash.Length];
        if (!Convert.TryFromBase64String(hash, bytes, out var length) || length < HeaderLength || bytes[0] != Version3)
        {
            return null;
        }

        var function = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(1));
        var salt = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(9));
        return function < Sizes.Length && salt <= length - HeaderLength
            ? Of(function, BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(5)), length - HeaderLength - (int)salt)
            : null;
    }

    /// <summary>How many a hash that was taken over lacks to what one of today costs: their absence would tell who was imported.</summary>
    public static int Missing(string hash, string ofToday) => Of(hash) is { } rounds && Of(ofToday) is { } usual && rounds < usual ? (int)(usual - rounds) : 0;
}
