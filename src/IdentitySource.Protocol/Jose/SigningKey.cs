using System.Security.Cryptography;

namespace IdentitySource.Protocol.Jose;

/// <summary>
/// An asymmetric key of an authorization server. Import it once and share it: every member may be used from any number of threads
/// (see <see cref="KeyHandles"/>), also while another thread disposes it.
/// </summary>
public sealed class SigningKey : IDisposable
{
    internal const int MaxSignatureSize = 512;

    private const string P256 = "1.2.840.10045.3.1.7";

    private readonly byte[] pkcs8;

    private readonly KeyHandles handles;

    private SigningKey(SigningAlgorithm algorithm, byte[] pkcs8)
    {
        this.pkcs8 = pkcs8;
        Algorithm = algorithm;
        handles = new KeyHandles(() => Import(algorithm, pkcs8));

        var handle = handles.Take();
        PublicJwk = PublicHalf(handle);
        SignatureSize = handle is RSA rsa ? rsa.KeySize / 8 : EcdsaSignature.Size;
        handles.GiveBack(handle);
        Headers = new ProtectedHeaders(algorithm, Kid);
    }

    /// <summary>The RFC 7638 thumbprint: unique over tenants and time, and nothing about the key or its order can be guessed from it.</summary>
    public string Kid => PublicJwk.Kid;

    public SigningAlgorithm Algorithm { get; }

    public Jwk PublicJwk { get; }

    internal ProtectedHeaders Headers { get; }

    internal int SignatureSize { get; }

    /// <summary>A new RSA-2048 or P-256 key. RSA takes a noticeable fraction of a second: never on a request's path.</summary>
    public static SigningKey Create(SigningAlgorithm algorithm)
    {
        using AsymmetricAlgorithm key = algorithm switch
        {
            SigningAlgorithm.RS256 => RSA.Create(2048),
            SigningAlgorithm.ES256 => ECDsa.Create(ECCurve.NamedCurves.nistP256),
            _ => throw Symmetric(algorithm),
        };

        return new SigningKey(algorithm, key.ExportPkcs8PrivateKey());
    }

    /// <exception cref="CryptographicException">Not a PKCS#8 key, of the wrong type or curve, or an RSA key outside 2048 to 4096 bits.</exception>
    public static SigningKey ImportPkcs8(SigningAlgorithm algorithm, ReadOnlySpan<byte> pkcs8) => new(algorithm, pkcs8.ToArray());

    /// <summary>The private key in clear, to be encrypted before it is stored.</summary>
    public byte[] ExportPkcs8() => [.. pkcs8];

    public void Dispose() => handles.Dispose();

    internal static bool IsAcceptableRsaSize(int bits) => bits is >= 2048 and <= 4096;

    /// <returns>The bytes written: <see cref="SignatureSize"/>.</returns>
    internal int Sign(ReadOnlySpan<byte> input, Span<byte> signature)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input, hash);
        var handle = handles.Take();
        try
        {
            return handle is RSA rsa
                ? rsa.SignHash(hash, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                : ((ECDsa)handle).SignHash(hash, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        finally
        {
            handles.GiveBack(handle);
        }
    }

    internal bool Verify(ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureSize || (Algorithm == SigningAlgorithm.ES256 && !EcdsaSignature.IsInRange(signature)))
        {
            return false;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input, hash);
        var handle = handles.Take();
        try
        {
            return handle is RSA rsa
                ? rsa.VerifyHash(hash, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                : ((ECDsa)handle).VerifyHash(hash, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        finally
        {
            handles.GiveBack(handle);
        }
    }

    private static AsymmetricAlgorithm Import(SigningAlgorithm algorithm, byte[] pkcs8)
    {
        AsymmetricAlgorithm key = algorithm switch
        {
            SigningAlgorithm.RS256 => RSA.Create(),
            SigningAlgorithm.ES256 => ECDsa.Create(),
            _ => throw Symmetric(algorithm),
        };

        try
        {
            key.ImportPkcs8PrivateKey(pkcs8, out var read);
            return read == pkcs8.Length && IsAcceptable(key)
                ? key
                : throw new CryptographicException($"Not a usable {algorithm.Name()} key: RSA of 2048 to 4096 bits, or P-256.");
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    private static bool IsAcceptable(AsymmetricAlgorithm key) => key switch
    {
        RSA => IsAcceptableRsaSize(key.KeySize),
        ECDsa ec => ec.ExportParameters(includePrivateParameters: false).Curve is { IsNamed: true, Oid.Value: P256 },
        _ => false,
    };

    private static Jwk PublicHalf(AsymmetricAlgorithm key)
    {
        if (key is RSA rsa)
        {
            var numbers = rsa.ExportParameters(includePrivateParameters: false);
            return Jwk.Rsa(numbers.Modulus, numbers.Exponent);
        }

        var point = ((ECDsa)key).ExportParameters(includePrivateParameters: false).Q;
        return Jwk.P256(point.X, point.Y);
    }

    private static ArgumentException Symmetric(SigningAlgorithm algorithm) =>
        new($"{algorithm.Name()} has no key pair.", nameof(algorithm));
}
