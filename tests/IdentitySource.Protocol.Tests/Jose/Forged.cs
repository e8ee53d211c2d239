using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using IdentitySource.Protocol.Jose;

namespace IdentitySource.Protocol.Tests.Jose;

/// <summary>
/// Tokens whose header and payload are any text at all, with a signature that nevertheless holds: only the rule under test refuses them.
/// </summary>
internal static class Forged
{
    public static string Sign(SigningKey key, string header, string payload) => Sign(key, header, Encoding.UTF8.GetBytes(payload));

    public static string Sign(SigningKey key, string header, byte[] payload)
    {
        var input = $"{Encode(header)}.{Base64Url.EncodeToString(payload)}";
        Span<byte> signature = stackalloc byte[SigningKey.MaxSignatureSize];
        var size = key.Sign(Encoding.ASCII.GetBytes(input), signature);
        return $"{input}.{Base64Url.EncodeToString(signature[..size])}";
    }

    public static string Hs256(byte[] secret, string header, string payload)
    {
        var input = $"{Encode(header)}.{Encode(payload)}";
        return $"{input}.{Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(input)))}";
    }

    public static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    public static string Part(string token, int index) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.Split('.')[index]));
}
