using IdentitySource.Protocol.Jose;

namespace IdentitySource.Storage.Keys;

/// <summary>Makes a key that nobody has; <see cref="SigningKey.Create"/>. An RSA key takes a core a fifth of a second and more.</summary>
public delegate SigningKey SigningKeyMaker(SigningAlgorithm algorithm);
