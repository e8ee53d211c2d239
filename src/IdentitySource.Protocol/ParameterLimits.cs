namespace IdentitySource.Protocol;

/// <summary>
/// How long a parameter may be, in characters. What is longer is refused by name, never cut: a truncated state or nonce is a
/// security check that silently fails elsewhere.
/// </summary>
public static class ParameterLimits
{
    public const int Otherwise = 2048;

    public static int Of(string name) => name switch
    {
        "state" => 4096,
        "nonce" => 1024,
        "scope" => 8192,
        "id_token_hint" or "id_token" or "token" or "access_token" => 16 * 1024,
        "claims" => 8192,
        "username" or "password" => 1024,
        _ => Otherwise,
    };
}
