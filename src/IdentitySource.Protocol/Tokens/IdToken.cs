using System.Text.Json;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Claims;
using IdentitySource.Protocol.Jose;

namespace IdentitySource.Protocol.Tokens;

/// <summary>The ID token, OIDC Core §2.</summary>
public sealed record IdToken(AuthorizationServer Server, Application Application, Grant Grant, DateTimeOffset Now)
{
    public const string Typ = "JWT";

    /// <summary>Echoed from the request; OIDC Core §12.2 leaves it out of a refreshed token.</summary>
    public string? Nonce { get; init; }

    /// <summary>The token that comes along, for <c>at_hash</c> (OIDC Core §3.1.3.6).</summary>
    public string? AccessToken { get; init; }

    /// <summary>The code that comes along, for <c>c_hash</c> (OIDC Core §3.3.2.11).</summary>
    public string? Code { get; init; }

    /// <summary>The state of the answer it stands in, for <c>s_hash</c> (FAPI 1.0 Advanced §5.1).</summary>
    public string? State { get; init; }

    /// <summary>
    /// OIDC Core §3.3.3.6: beside a code. The full ID token comes from the token endpoint, so the one that passes through the browser
    /// holds what was asked for by name and no more. Otherwise it is the only one, and holds what the scopes release (§5.4).
    /// </summary>
    public bool IsBrief { get; init; }

    /// <summary>By a key of the server, or for HS256 by the application's own secret (OIDC Core §10.1).</summary>
    public string Sign() => Application.IdTokenAlgorithm == SigningAlgorithm.HS256
        ? Jws.SignHs256(Secret, Typ, this, static (json, token) => token.WriteClaims(json))
        : Jws.Sign(Server.Keys.Signing(Application.IdTokenAlgorithm, Now), Typ, this, static (json, token) => token.WriteClaims(json));

    /// <summary>What it tells of the person.</summary>
    public ClaimRelease Release => new(
        Grant.Subject, IsBrief ? Scopes.None : Grant.Authorization.Scopes, Grant.Authorization.Claims.IdToken, Application.Policy.ClaimsFormat,
        Server.CustomScopes, IsBrief ? [] : Application.Policy.CustomClaims);

    private byte[] Secret => Application.SigningSecret ?? throw new InvalidOperationException("An application without a secret cannot have HS256.");

    /// <summary>The members without the braces.</summary>
    public void WriteClaims(Utf8JsonWriter json)
    {
        var authorization = Grant.Authorization;
        json.WriteString("iss"u8, Server.Issuer);
        json.WriteString("sub"u8, authorization.SubjectId.ToString("N"));
        json.WriteString("aud"u8, Application.ClientId);
        json.WriteNumber("exp"u8, (Now + Application.Policy.IdTokenLifetime).ToUnixTimeSeconds());
        json.WriteNumber("iat"u8, Now.ToUnixTimeSeconds());
        json.WriteNumber("auth_time"u8, authorization.AuthenticatedAt.ToUnixTimeSeconds());
        if (Nonce is not null)
        {
            json.WriteString("nonce"u8, Nonce);
        }

        WriteHash(json, "at_hash", AccessToken);
        WriteHash(json, "c_hash", Code);
        WriteHash(json, "s_hash", State);

        if (authorization.SessionId is { } session)
        {
            json.WriteString("sid"u8, session.ToString("N"));
        }

        WriteAuthentication(json, authorization.Methods);
        Release.Write(json);
    }

    private void WriteHash(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, TokenHash.Half(Application.IdTokenAlgorithm, value));
        }
    }

    /// <summary>RFC 8176: how the person proved who they are; the class says no more than the methods do.</summary>
    private static void WriteAuthentication(Utf8JsonWriter json, string methods)
    {
        json.WriteString("acr"u8, AuthenticationContext.Of(methods));
        json.WriteStartArray("amr"u8);
        foreach (var method in methods.Split(' '))
        {
            json.WriteStringValue(method);
        }

        json.WriteEndArray();
    }
}
