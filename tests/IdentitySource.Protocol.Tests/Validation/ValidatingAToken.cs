using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Claims;
using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.Jose;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Memory;
using Xunit;

namespace IdentitySource.Protocol.Tests.Validation;

/// <summary>The product family's <c>validate_token</c>: a good token yields its claims, any other one answer.</summary>
public class ValidatingAToken
{
    private readonly MemoryProvider provider = new();
    private readonly MemoryRelyingParty web;

    public ValidatingAToken() => web = provider.Web().SignedIn();

    private async Task<string> ClaimsAsync(string name, string value)
    {
        var answer = await provider.ValidateToken.HandleAsync(web.Server, SentRequest.Of((name, value)).Parsed, default);
        ArrayBufferWriter<byte> body = new();
        answer.Value!.WriteTo(body);
        return Encoding.UTF8.GetString(body.WrittenSpan);
    }

    private Task<ProtocolError> RefusedAsync(params (string Name, string Value)[] sent) => RefusedAsync(web.Server, sent);

    private async Task<ProtocolError> RefusedAsync(AuthorizationServer server, params (string Name, string Value)[] sent) =>
        (await provider.ValidateToken.HandleAsync(server, SentRequest.Of(sent).Parsed, default)).Error!;

    /// <summary>Why the reader of access tokens would not have it.</summary>
    private async Task<string> WhyAsync(string token, AuthorizationServer? server = null)
    {
        var error = await RefusedAsync(server ?? web.Server, ("access_token", token));
        Assert.Equal("validate_access_token_refused", error.Reason);
        return error.Evidence[0].Value;
    }

    [Fact]
    public async Task A_good_token_yields_its_claims()
    {
        var tokens = await web.TokensAsync("openid profile");

        Assert.Equal(Jwt.Payload(tokens.AccessToken), await ClaimsAsync("access_token", tokens.AccessToken));
        Assert.Equal(Jwt.Payload(tokens.IdToken!), await ClaimsAsync("id_token", tokens.IdToken!));
    }

    [Fact]
    public async Task An_opaque_token_yields_those_that_it_would_have_as_a_JWT()
    {
        web.Change(application => application with { Policy = application.Policy with { AccessTokenFormat = AccessTokenFormat.Opaque } });
        var token = (await web.TokensAsync("openid profile")).AccessToken;
        var introspected = (await web.IntrospectAsync(token)).Value!;

        Assert.Equal(
            $$"""{"jti":"{{introspected.TokenId}}","sub":"{{provider.Ann.Id:N}}","iat":{{introspected.IssuedAt}},"exp":{{introspected.ExpiresAt}},"scope":"openid profile","iss":"{{web.Server.Issuer}}","aud":"{{web.Application.ClientId}}","client_id":"{{web.Application.ClientId}}"}""",
            await ClaimsAsync("access_token", token));
    }

    [Fact, Spec("OIDC Core §10.1"), Attack("CA-16")]
    public async Task An_id_token_that_the_application_s_secret_signed_is_good_by_that_secret_alone()
    {
        var secret = Encoding.UTF8.GetBytes(NewApplication.Secret);
        web.Change(application => application with { IdTokenAlgorithm = SigningAlgorithm.HS256, SigningSecret = secret });
        var token = (await web.TokensAsync()).IdToken!;
        Assert.Equal(Jwt.Payload(token), await ClaimsAsync("id_token", token));

        web.Change(application => application with { SigningSecret = RandomNumberGenerator.GetBytes(32) });
        Assert.Equal("validate_id_token_unverified", (await RefusedAsync(("id_token", token))).Reason);
        web.Change(application => application with { IdTokenAlgorithm = SigningAlgorithm.RS256, SigningSecret = null });
        Assert.Equal("validate_id_token_unverified", (await RefusedAsync(("id_token", token))).Reason);
    }

    [Theory, Attack("CA-23")]
    [InlineData(AccessTokenFormat.Jwt)]
    [InlineData(AccessTokenFormat.Opaque)]
    public async Task While_its_application_is_disabled_no_access_token_is_good(AccessTokenFormat format)
    {
        web.Change(application => application with { Policy = application.Policy with { AccessTokenFormat = format } });
        var token = (await web.TokensAsync("openid profile")).AccessToken;
        web.Change(application => application with { Enabled = false });

        Assert.Equal("access_token_application_gone", await WhyAsync(token));

        provider.Registry.Remove(web.Application);
        Assert.Equal("access_token_application_gone", await WhyAsync(token));
    }

    [Fact]
    public async Task A_long_id_token_is_no_worse_than_a_short_one()
    {
        web.Change(application => application with { Policy = application.Policy with { CustomClaims = [new CustomClaim("long", new string('x', 4000), null)] } });
        var token = (await web.TokensAsync()).IdToken!;

        Assert.InRange(token.Length, 5000, 16 * 1024);
        Assert.Equal(Jwt.Payload(token), await ClaimsAsync("id_token", token));
    }

    [Fact]
    public async Task One_token_is_asked_about_at_a_time()
    {
        var tokens = await web.TokensAsync("openid");

        Assert.Equal("validate_one_token", (await RefusedAsync()).Reason);
        Assert.Equal("validate_one_token", (await RefusedAsync(("access_token", tokens.AccessToken), ("id_token", tokens.IdToken!))).Reason);
        Assert.Equal("parameter_repeated", (await RefusedAsync(("id_token", tokens.IdToken!), ("id_token", tokens.IdToken!))).Reason);
    }

    [Fact, Attack("TT-01"), Attack("TT-02")]
    public async Task A_token_is_taken_for_nothing_that_it_is_not()
    {
        var tokens = await web.TokensAsync("openid");

        Assert.Equal("access_token_unverified", await WhyAsync(tokens.IdToken!));
        Assert.Equal("validate_id_token_unverified", (await RefusedAsync(("id_token", tokens.AccessToken))).Reason);
        Assert.Equal("access_token_unverified", await WhyAsync(tokens.AccessToken[..^4] + "AAAA"));
        Assert.Equal("opaque_token_unknown", await WhyAsync(new string('0', 40)));
    }

    [Fact, Attack("XT-01")]
    public async Task A_token_is_good_only_at_the_issuer_that_made_it()
    {
        var tokens = await web.TokensAsync("openid");

        Assert.Equal("access_token_of_other_issuer", await WhyAsync(tokens.AccessToken, provider.SharedServer()));
        Assert.Equal("validate_id_token_ended", (await RefusedAsync(provider.SharedServer(), ("id_token", tokens.IdToken!))).Reason);
    }

    [Fact]
    public async Task A_token_that_has_ended_is_good_no_more_and_every_refusal_reads_the_same()
    {
        var (first, second) = (await web.TokensAsync("openid"), await web.TokensAsync("openid"));
        await web.RevokeAsync(first.AccessToken);
        var revoked = await RefusedAsync(("access_token", first.AccessToken));
        provider.Clock.AdvanceSeconds(3600);
        var (expired, old) = (await RefusedAsync(("access_token", second.AccessToken)), await RefusedAsync(("id_token", second.IdToken!)));

        Assert.Equal(("access_token_revoked", "access_token_expired", "validate_id_token_ended"), (revoked.Evidence[0].Value, expired.Evidence[0].Value, old.Reason));
        Assert.Single(new[] { revoked, expired, old }.Select(error => error.Description).Distinct());
    }

    [Fact]
    public async Task What_ended_with_the_session_is_good_no_more()
    {
        var token = (await web.TokensAsync("openid")).AccessToken;
        web.EndSession();

        Assert.Equal("access_token_grant_ended", await WhyAsync(token));
    }
}
