using System.Text.Json.Serialization;

namespace IdentitySource.Protocol.Introspection;

/// <summary>RFC 7662 §2.2. Times are seconds since 1970.</summary>
public sealed record IntrospectionAnswer
{
    /// <summary>Exactly <c>{"active":false}</c>: no other member may tell why.</summary>
    public static IntrospectionAnswer Inactive { get; } = new();

    [JsonPropertyName("active")]
    public bool Active { get; init; }

    [JsonPropertyName("sub")]
    public string? Subject { get; init; }

    [JsonPropertyName("client_id")]
    public string? ClientId { get; init; }

    [JsonPropertyName("exp")]
    public long? ExpiresAt { get; init; }

    [JsonPropertyName("iat")]
    public long? IssuedAt { get; init; }

    [JsonPropertyName("iss")]
    public string? Issuer { get; init; }

    [JsonPropertyName("jti")]
    public string? TokenId { get; init; }

    [JsonPropertyName("scope")]
    public string? Scope { get; init; }

    /// <summary><c>Bearer</c> for an access token, <c>refresh_token</c> for what cannot be sent to a resource.</summary>
    [JsonPropertyName("token_type")]
    public string? TokenType { get; init; }
}
