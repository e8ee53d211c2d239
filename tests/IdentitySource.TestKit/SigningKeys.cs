using IdentitySource.Protocol.Jose;

namespace IdentitySource.TestKit;

/// <summary>Keys for all tests of a process: an RSA key takes long to make, and no test changes or disposes one of these.</summary>
public static class SigningKeys
{
    private static readonly Lazy<SigningKey> LazyRsa = new(() => SigningKey.Create(SigningAlgorithm.RS256));

    private static readonly Lazy<SigningKey> LazyOtherRsa = new(() => SigningKey.Create(SigningAlgorithm.RS256));

    public static SigningKey Rsa => LazyRsa.Value;

    /// <summary>A key that no server of <see cref="AuthorizationServers.Create"/> has unless a test gives it one.</summary>
    public static SigningKey OtherRsa => LazyOtherRsa.Value;

    public static SigningKey Ec { get; } = SigningKey.Create(SigningAlgorithm.ES256);
}
