using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.Jose;
using IdentitySource.Protocol.Permissions;

namespace IdentitySource.Protocol.Tokens;

/// <summary>
/// The access token of a programmatic access account. It speaks of no person: no <c>sub</c>, <c>aud</c> and <c>client_id</c> are the
/// AK, <c>azp</c> is the application that the account belongs to.
/// </summary>
public sealed record MachineToken
{
    public required string Id { get; init; }

    /// <summary>The AK.</summary>
    public required string AccessKey { get; init; }

    /// <summary>The application's client id.</summary>
    public required string Application { get; init; }

    public required Scopes Scopes { get; init; }

    public required long IssuedAt { get; init; }

    public required long ExpiresAt { get; init; }

    public static MachineToken For(AccessKey key, Scopes scopes, DateTimeOffset now)
    {
        var issuedAt = now.ToUnixTimeSeconds();
        return new MachineToken
        {
            Id = NewId(),
            AccessKey = key.ClientId,
            Application = key.ApplicationId.ToString("N"),
            Scopes = scopes,
            IssuedAt = issuedAt,
            ExpiresAt = issuedAt + (long)key.TokenLifetime.TotalSeconds,
        };
    }

    public string Sign(AuthorizationServer server, SigningKey key) =>
        Jws.Sign(key, AccessToken.Typ, (Token: this, server.Issuer), static (json, state) => WriteClaims(json, state.Token, state.Issuer));

    /// <summary>The members without the braces.</summary>
    public static void WriteClaims(Utf8JsonWriter json, MachineToken token, string issuer)
    {
        json.WriteString("jti"u8, token.Id);
        json.WriteNumber("iat"u8, token.IssuedAt);
        json.WriteNumber("exp"u8, token.ExpiresAt);
        json.WriteString("scope"u8, token.Scopes.ToString());
        json.WriteString("iss"u8, issuer);
        json.WriteString("aud"u8, token.AccessKey);
        json.WriteString("azp"u8, token.Application);
        json.WriteString("client_id"u8, token.AccessKey);
    }

    /// <summary>An access token without a person.</summary>
    public static bool Is(VerifiedJws jws) => !jws.Has("sub") && jws.Has("azp");

    /// <param name="jws">As <see cref="AccessToken.Verify"/> found it.</param>
    public static Result<MachineToken> Read(VerifiedJws jws, DateTimeOffset now) =>
        jws.String("jti") is not { } id || jws.String("azp") is not { } application || jws.String("client_id") is not { } key
        || jws.String("scope") is not { } scope || jws.Number("iat") is not { } issuedAt || jws.Number("exp") is not { } expiresAt
            ? ProtocolError.InvalidToken("machine_token_incomplete")
            : expiresAt <= now.ToUnixTimeSeconds()
                ? ProtocolError.InvalidToken("machine_token_expired")
                : new MachineToken
                {
                    Id = id,
                    AccessKey = key,
                    Application = application,
                    Scopes = Scopes.FromTrusted(scope),
                    IssuedAt = issuedAt,
                    ExpiresAt = expiresAt,
                };

    private static string NewId()
    {
        Span<byte> id = stackalloc byte[24];
        RandomNumberGenerator.Fill(id);
        return Base64Url.EncodeToString(id);
    }
}
