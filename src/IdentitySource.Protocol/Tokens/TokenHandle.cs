using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace IdentitySource.Protocol.Tokens;

/// <summary>
/// A bearer secret we hand out: 256 random bits as 43 characters of base64url, unless it is an <see cref="OpaqueToken"/>. Only
/// <see cref="Hash"/> is ever stored; a random handle needs no salt and no slow hash.
/// </summary>
public readonly record struct TokenHandle(string Value)
{
    public static TokenHandle New()
    {
        Span<byte> random = stackalloc byte[32];
        RandomNumberGenerator.Fill(random);
        return From(random);
    }

    public static TokenHandle From(ReadOnlySpan<byte> secret) => new(Base64Url.EncodeToString(secret));

    /// <summary>SHA-256 of the characters. Text of any shape may be hashed: what is not ours is simply not found.</summary>
    public byte[] Hash() => SHA256.HashData(Encoding.UTF8.GetBytes(Value));

    /// <summary>Never the secret: a handle that slips into a log line says nothing.</summary>
    public override string ToString() => "(handle)";
}
