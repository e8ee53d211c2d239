namespace IdentitySource.Protocol.Tokens;

/// <summary>The <c>acr</c> values that we can truthfully state (OIDC Core §2).</summary>
public static class AuthenticationContext
{
    public const string Password = "urn:identitysource:acr:password";

    public static IReadOnlyList<string> Supported { get; } = [Password];

    /// <param name="methods">RFC 8176 names, space separated.</param>
    public static string Of(string methods) => methods switch
    {
        "pwd" => Password,
        _ => throw new ArgumentException($"No authentication context is defined for the methods '{methods}'.", nameof(methods)),
    };
}
