namespace IdentitySource.Protocol.Jose;

/// <summary>The registered names of <see cref="SigningAlgorithm"/>, RFC 7518 §3.1.</summary>
public static class SigningAlgorithms
{
    public static string Name(this SigningAlgorithm algorithm) => algorithm switch
    {
        SigningAlgorithm.RS256 => "RS256",
        SigningAlgorithm.ES256 => "ES256",
        SigningAlgorithm.HS256 => "HS256",
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm)),
    };

    /// <summary>RFC 7515 §4.1.1: algorithm names are case-sensitive. <c>Enum.TryParse</c> would take "0" and "rs256".</summary>
    public static bool TryParse(string? name, out SigningAlgorithm algorithm)
    {
        SigningAlgorithm? known = name switch
        {
            "RS256" => SigningAlgorithm.RS256,
            "ES256" => SigningAlgorithm.ES256,
            "HS256" => SigningAlgorithm.HS256,
            _ => null,
        };

        algorithm = known.GetValueOrDefault();
        return known is not null;
    }
}
