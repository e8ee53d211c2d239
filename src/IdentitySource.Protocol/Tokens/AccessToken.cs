using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.Jose;

namespace IdentitySource.Protocol.Tokens;

/// <summary>A JWT access token, RFC 9068. It carries no profile data; its <c>jti</c> leads back to the authorization, so that it can be revoked.</summary>
public sealed record AccessToken
{
    /// <summary>RFC 9068 §2.1.</summary>
    public const string Typ = "at+jwt";

    private const int IdBytes = 16 + 16;

    public required string Id { get; init; }

    public required Guid AuthorizationId { get; init; }

    public required string Subject { get; init; }

    public required string ClientId { get; init; }

    public required Scopes Scopes { get; init; }

    public required long IssuedAt { get; init; }

    public required long ExpiresAt { get; init; }

    /// <summary>The authorization's id and 128 random bits, as base64url.</summary>
    public static string NewId(Guid authorizationId)
    {
        Span<byte> id = stackalloc byte[IdBytes];
        authorizationId.TryWriteBytes(id);
        RandomNumberGenerator.Fill(id[16..]);
        return Base64Url.EncodeToString(id);
    }

    public string Sign(AuthorizationServer server, SigningKey key) =>
        Jws.Sign(key, Typ, (Token: this, server.Issuer), static (json, state) => WriteClaims(json, state.Token, state.Issuer));

    /// <summary>RFC 9068 §2.2, the members without the braces.</summary>
    public static void WriteClaims(Utf8JsonWriter json, AccessToken token, string issuer)
    {
        json.WriteString("jti"u8, token.Id);
        json.WriteString("sub"u8, token.Subject);
        json.WriteNumber("iat"u8, token.IssuedAt);
        json.WriteNumber("exp"u8, token.ExpiresAt);
        json.WriteString("scope"u8, token.Scopes.ToString());
        json.WriteString("iss"u8, issuer);
        json.WriteString("aud"u8, token.ClientId);
        json.WriteString("client_id"u8, token.ClientId);
    }

    /// <summary>RFC 9068 §4: the signature by a key of this server, the type, the issuer, the time. The reason tells which failed.</summary>
    public static Result<AccessToken> Read(AuthorizationServer server, string text, DateTimeOffset now) =>
        Verify(server, text, now).Refused(out var error, out var jws) ? error : Read(jws, now);

    /// <summary>The signature, the type and the issuer, for a person's token and a machine's alike; see <see cref="MachineToken.Is"/>.</summary>
    public static Result<VerifiedJws> Verify(AuthorizationServer server, string text, DateTimeOffset now) =>
        Jws.Verify(text, server.Keys.Verifying(now), Typ, out var why) is not { } jws
            ? ProtocolError.InvalidToken("access_token_unverified").With("check", why)
            : jws.String("iss") != server.Issuer
                ? ProtocolError.InvalidToken("access_token_of_other_issuer").With("given", jws.String("iss")).With("expected", server.Issuer)
                : jws;

    /// <param name="jws">As <see cref="Verify"/> found it.</param>
    public static Result<AccessToken> Read(VerifiedJws jws, DateTimeOffset now)
    {
        if (jws.String("jti") is not { } id || jws.String("sub") is not { } subject || jws.String("client_id") is not { } client
            || jws.String("scope") is not { } scope || jws.Number("iat") is not { } issuedAt || jws.Number("exp") is not { } expiresAt
            || AuthorizationOf(id) is not { } authorization)
        {
            return ProtocolError.InvalidToken("access_token_incomplete");
        }

        return expiresAt <= now.ToUnixTimeSeconds()
            ? ProtocolError.InvalidToken("access_token_expired")
            : new AccessToken
            {
                Id = id,
                AuthorizationId = authorization,
                Subject = subject,
                ClientId = client,
                Scopes = Scopes.FromTrusted(scope),
                IssuedAt = issuedAt,
                ExpiresAt = expiresAt,
            };
    }

    private static Guid? AuthorizationOf(string id)
    {
        Span<byte> bytes = stackalloc byte[IdBytes];
        return Base64Url.IsValid(id, out var length) && length == IdBytes && Base64Url.TryDecodeFromChars(id, bytes, out _) ? new Guid(bytes[..16]) : null;
    }
}
