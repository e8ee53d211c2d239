using System.Security.Cryptography;
using System.Text;

namespace IdentitySource.Storage.Keys;

/// <summary>
/// The one secret that every secret at rest lies under. Each purpose has a key of its own (HKDF, RFC 5869) and is bound to the
/// text as associated data, so that what was kept for one purpose, or in one row, cannot be passed off as another.
/// </summary>
public sealed class MasterKey
{
    public const int Size = 32;

    private const byte Version = 1;

    private const int NonceSize = 12;

    private const int TagSize = 16;

    private const int HeaderSize = 1 + NonceSize + TagSize;

    private readonly byte[] key;

    /// <param name="key">Copied.</param>
    public MasterKey(ReadOnlySpan<byte> key)
    {
        if (key.Length != Size)
        {
            throw new MasterKeyException($"The master key must be {Size} bytes; this one has {key.Length}.");
        }

        this.key = key.ToArray();
    }

    public static MasterKey New()
    {
        Span<byte> random = stackalloc byte[Size];
        RandomNumberGenerator.Fill(random);
        return new MasterKey(random);
    }

    /// <param name="text">Base64, as in configuration and in the key file.</param>
    /// <param name="source">Where it came from, for the message.</param>
    public static MasterKey Parse(string text, string source)
    {
        Span<byte> decoded = stackalloc byte[Size + 3];
        return Convert.TryFromBase64String(text.Trim(), decoded, out var length) && length == Size
            ? new MasterKey(decoded[..length])
            : throw new MasterKeyException($"{source} does not hold a master key: {Size} random bytes in base64 (44 characters) are expected.");
    }

    /// <summary>Whether <see cref="Parse"/> would take it.</summary>
    public static bool IsOne(string text)
    {
        Span<byte> decoded = stackalloc byte[Size + 3];
        return Convert.TryFromBase64String(text.Trim(), decoded, out var length) && length == Size;
    }

    public string ToBase64() => Convert.ToBase64String(key);

    /// <returns>version (1) ‖ nonce (12) ‖ tag (16) ‖ AES-256-GCM ciphertext.</returns>
    public byte[] Protect(string purpose, ReadOnlySpan<byte> clear)
    {
        var result = new byte[HeaderSize + clear.Length];
        result[0] = Version;
        var nonce = result.AsSpan(1, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using AesGcm cipher = new(Derive(purpose), TagSize);
        cipher.Encrypt(nonce, clear, result.AsSpan(HeaderSize), result.AsSpan(1 + NonceSize, TagSize), Encoding.UTF8.GetBytes(purpose));
        return result;
    }

    /// <exception cref="CryptographicException">Kept under another key, for another purpose, or changed since.</exception>
    public byte[] Unprotect(string purpose, ReadOnlySpan<byte> kept)
    {
        if (kept.Length < HeaderSize || kept[0] != Version)
        {
            throw new CryptographicException("Not a text kept under the master key.");
        }

        var clear = new byte[kept.Length - HeaderSize];
        using AesGcm cipher = new(Derive(purpose), TagSize);
        cipher.Decrypt(kept.Slice(1, NonceSize), kept[HeaderSize..], kept.Slice(1 + NonceSize, TagSize), clear, Encoding.UTF8.GetBytes(purpose));
        return clear;
    }

    /// <summary>32 bytes that belong to the purpose alone and do not lead back to the master key.</summary>
    public byte[] Derive(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, Size, info: Encoding.UTF8.GetBytes("IdentitySource/" + purpose));

    /// <summary>Never the secret.</summary>
    public override string ToString() => "(master key)";
}
