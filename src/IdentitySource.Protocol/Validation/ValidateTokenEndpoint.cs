using System.Buffers;
using System.Text.Json;
using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.Ports;
using IdentitySource.Protocol.Tokens;

namespace IdentitySource.Protocol.Validation;

/// <summary>
/// The product family's <c>validate_token</c>: whoever holds a token asks whether it is good, and gets its claims. It proves no
/// more than the signature would, but for one thing: an access token that has been revoked is told from one that has not.
/// </summary>
public sealed class ValidateTokenEndpoint(AccessTokenReader accessTokens, IApplicationRegistry applications, TimeProvider clock)
{
    /// <summary>Says nothing of the token, whatever is wrong with it.</summary>
    private const string NotValid = "The token is not valid here.";

    /// <returns>The claims, or a refusal whose text is the same whatever is wrong with the token.</returns>
    public async Task<Result<ValidatedToken>> HandleAsync(AuthorizationServer server, Result<RequestParameters> parsed, CancellationToken cancel)
    {
        if (parsed.Refused(out var error, out var parameters))
        {
            return error;
        }

        if (ParameterRules.Check(parameters) is { } malformed)
        {
            return malformed;
        }

        return (parameters["access_token"], parameters["id_token"]) switch
        {
            ({ } accessToken, null) => await AccessTokenAsync(server, accessToken, cancel),
            (null, { } idToken) => await IdTokenAsync(server, idToken, cancel),
            _ => ProtocolError.InvalidRequest("validate_one_token", "Send exactly one of 'access_token' and 'id_token'."),
        };
    }

    private async Task<Result<ValidatedToken>> AccessTokenAsync(AuthorizationServer server, string text, CancellationToken cancel) =>
        (await accessTokens.ReadAsync(server, text, clock.GetUtcNow(), cancel)).Refused(out var error, out var token)
            ? ProtocolError.InvalidRequest("validate_access_token_refused", NotValid) with { Evidence = [new Evidence("why", error.Reason), .. error.Evidence] }
            : new ValidatedToken.Access(token, server.Issuer);

    /// <summary>OIDC Core §3.1.3.7, as far as it can be checked without knowing who asks: signature, type, issuer, expiry.</summary>
    private async Task<Result<ValidatedToken>> IdTokenAsync(AuthorizationServer server, string text, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var claimed = IdTokenSignature.ClaimedClientId(text) is { } clientId
            ? server.View(await applications.FindAsync(server.PoolId, clientId, cancel))
            : null;
        return IdTokenSignature.Verify(text, server.Keys.Verifying(now), claimed, out var why) is not { } token
            ? ProtocolError.InvalidRequest("validate_id_token_unverified", NotValid).With("why", why)
            : token.String("iss") != server.Issuer || token.Number("exp") is not { } expiry || expiry <= now.ToUnixTimeSeconds()
                ? ProtocolError.InvalidRequest("validate_id_token_ended", NotValid)
                : new ValidatedToken.Id(token.Claims);
    }
}

/// <summary>A token that is good now, ready to be written as its claims.</summary>
public abstract record ValidatedToken
{
    private ValidatedToken()
    {
    }

    public abstract void WriteTo(IBufferWriter<byte> body);

    /// <summary>An opaque one has the claims that it would have as a JWT.</summary>
    public sealed record Access(LiveAccessToken Token, string Issuer) : ValidatedToken
    {
        public override void WriteTo(IBufferWriter<byte> body)
        {
            using Utf8JsonWriter json = new(body);
            json.WriteStartObject();
            Token.WriteClaims(json, Issuer);
            json.WriteEndObject();
        }
    }

    public sealed record Id(JsonElement Claims) : ValidatedToken
    {
        public override void WriteTo(IBufferWriter<byte> body)
        {
            using Utf8JsonWriter json = new(body);
            Claims.WriteTo(json);
        }
    }
}
