using IdentitySource.Protocol.Jose;

namespace IdentitySource.Protocol.Tests.Jose;

/// <summary>Keys shared by the tests: an RSA key takes long to make, and none of these tests changes or disposes one.</summary>
internal static class TestKeys
{
    public static readonly SigningKey Rsa = SigningKey.Create(SigningAlgorithm.RS256);

    public static readonly SigningKey OtherRsa = SigningKey.Create(SigningAlgorithm.RS256);

    public static readonly SigningKey Ec = SigningKey.Create(SigningAlgorithm.ES256);

    public static readonly byte[] Secret = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    public static SigningKey Of(SigningAlgorithm algorithm) => algorithm == SigningAlgorithm.RS256 ? Rsa : Ec;
}
