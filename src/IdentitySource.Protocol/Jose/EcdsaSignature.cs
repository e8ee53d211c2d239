namespace IdentitySource.Protocol.Jose;

/// <summary>The form of an ES256 signature, RFC 7518 §3.4: R and S, 32 big-endian bytes each; never DER.</summary>
internal static class EcdsaSignature
{
    public const int Size = 64;

    /// <summary>The order n of P-256, FIPS 186-5.</summary>
    private static ReadOnlySpan<byte> Order =>
    [
        0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
        0xBC, 0xE6, 0xFA, 0xAD, 0xA7, 0x17, 0x9E, 0x84, 0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x51,
    ];

    /// <summary>R and S lie in 1…n-1. A library that forgot this took zeros for a signature of anything (CVE-2022-21449).</summary>
    public static bool IsInRange(ReadOnlySpan<byte> signature) =>
        signature.Length == Size && IsScalar(signature[..32]) && IsScalar(signature[32..]);

    private static bool IsScalar(ReadOnlySpan<byte> number) => number.ContainsAnyExcept((byte)0) && number.SequenceCompareTo(Order) < 0;
}
