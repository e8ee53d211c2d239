using System.Text.Json.Serialization;

namespace IdentitySource.Protocol.Token;

/// <summary>RFC 6749 §5.1, OIDC Core §3.1.3.3.</summary>
public sealed record TokenResponse
{
    [JsonPropertyName("access_token")]
    public required string AccessToken { get; init; }

    /// <summary>Seconds.</summary>
    [JsonPropertyName("expires_in")]
    public required long ExpiresIn { get; init; }

    [JsonPropertyName("id_token")]
    public string? IdToken { get; init; }

    [JsonPropertyName("refresh_token")]
    public string? RefreshToken { get; init; }

    [JsonPropertyName("scope")]
    public required string Scope { get; init; }

    /// <summary>Permission items that were asked for and not granted, in the order of the request; null when there are none.</summary>
    [JsonPropertyName("rejected_scope")]
    public string? RejectedScope { get; init; }

    [JsonPropertyName("token_type")]
    public string TokenType { get; } = "Bearer";
}
