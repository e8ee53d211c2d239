using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Authorize;
using IdentitySource.Protocol.Jose;
using IdentitySource.Protocol.Revocation;
using IdentitySource.Protocol.Tokens;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Memory;
using Xunit;

namespace IdentitySource.Protocol.Tests.Tokens;

/// <summary>An application whose access tokens say nothing to anybody but us.</summary>
public class UsingOpaqueTokens
{
    private readonly MemoryProvider provider = new();
    private readonly MemoryRelyingParty web;

    public UsingOpaqueTokens() => web = provider.Web(Opaque).SignedIn();

    private static Application Opaque(Application application) =>
        application with { Policy = application.Policy with { AccessTokenFormat = AccessTokenFormat.Opaque } };

    private async Task<string> IntrospectedAsync(string token, MemoryRelyingParty? at = null) => Answers.Text((await (at ?? web).IntrospectAsync(token)).Value!);

    private async Task<string> ReasonAsync(string token, MemoryRelyingParty? at = null) => (await (at ?? web).UserInfoAsync(token)).Error!.Reason;

    [Fact, Spec("RFC 6749 §10.10")]
    public async Task One_is_160_random_bits_in_hexadecimal_and_never_the_same()
    {
        string[] tokens = [(await web.TokensAsync()).AccessToken, (await web.TokensAsync()).AccessToken];

        Assert.All(tokens, token => Assert.Matches("^[0-9a-f]{40}$", token));
        Assert.Distinct(tokens);
    }

    [Fact, Spec("RFC 6749 §4.2.2")]
    public async Task The_authorization_endpoint_gives_it_too()
    {
        var spa = provider.Spa(application => Opaque(application) with { GrantTypes = ["implicit"], ResponseTypes = ["id_token token"] }).SignedIn();

        var answer = Assert.IsType<AuthorizeOutcome.SendToClient>(await spa.AuthorizeAsync(spa.AuthorizeRequest.With("response_type", "id_token token")));

        var token = answer.Parameters.Single(each => each.Key == "access_token").Value;
        Assert.Matches("^[0-9a-f]{40}$", token);
        Assert.NotNull((await spa.UserInfoAsync(token)).Value);
    }

    [Fact, Spec("OIDC Core §3.1.3.6")]
    public async Task The_id_token_beside_it_is_bound_to_it()
    {
        var tokens = await web.TokensAsync();

        Assert.Equal(
            TokenHash.Half(SigningAlgorithm.RS256, tokens.AccessToken), Jwt.Claims(tokens.IdToken!).GetProperty("at_hash").GetString());
    }

    [Fact, Spec("RFC 7662 §2.2")]
    public async Task Introspection_describes_it_with_a_name_that_is_not_the_token()
    {
        var token = (await web.TokensAsync("openid email")).AccessToken;
        var now = provider.Clock.Now.ToUnixTimeSeconds();
        var id = Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(token)).AsSpan(0, 16));

        Assert.Equal(
            $$"""{"active":true,"sub":"{{provider.Ann.Id:N}}","client_id":"{{web.Application.ClientId}}","exp":{{now + 3600}},"iat":{{now}},"iss":"{{web.Server.Issuer}}","jti":"{{id}}","scope":"openid email","token_type":"Bearer"}""",
            await IntrospectedAsync(token));
    }

    [Fact]
    public async Task UserInfo_answers_within_its_own_scope()
    {
        var tokens = await web.TokensAsync("openid offline_access email");
        var narrow = (await web.RefreshAsync(tokens.RefreshToken, form => form.With("scope", "openid"))).Value!.Response.AccessToken;

        provider.People.Put(provider.PoolId, provider.Ann with { Email = "ann@acme.test" });

        Assert.Equal("ann@acme.test", Answers.Json((await web.UserInfoAsync(tokens.AccessToken)).Value!).GetProperty("email").GetString());
        Assert.Equal($$"""{"sub":"{{provider.Ann.Id:N}}"}""", Answers.Text((await web.UserInfoAsync(narrow)).Value!));
    }

    [Fact]
    public async Task It_lives_as_long_as_it_was_said_to()
    {
        var token = (await web.TokensAsync()).AccessToken;
        provider.Clock.AdvanceSeconds(3599);
        Assert.NotNull((await web.UserInfoAsync(token)).Value);
        provider.Clock.AdvanceSeconds(1);

        Assert.Equal("opaque_token_expired", await ReasonAsync(token));
        Assert.Equal("""{"active":false}""", await IntrospectedAsync(token));
    }

    [Fact, Attack("XT-01"), Attack("JW-07")]
    public async Task It_is_good_only_at_the_issuer_that_made_it()
    {
        var token = (await web.TokensAsync()).AccessToken;
        var elsewhere = web.At(provider.SharedServer());

        Assert.Equal("opaque_token_unknown", await ReasonAsync(token, elsewhere));
        Assert.Equal("""{"active":false}""", await IntrospectedAsync(token, elsewhere));
        Assert.Equal(Revoked.Nothing, (await elsewhere.RevokeAsync(token)).Value!.Revoked);
        Assert.NotNull((await web.UserInfoAsync(token)).Value);
    }

    [Fact, Attack("CA-31"), Attack("TT-14"), Spec("RFC 7009 §2.1")]
    public async Task Another_application_neither_sees_nor_revokes_it()
    {
        var shared = provider.SharedServer();
        var token = (await web.At(shared).TokensAsync()).AccessToken;
        var other = provider.Web().At(shared);

        Assert.Equal("""{"active":false}""", await IntrospectedAsync(token, other));
        Assert.Equal(Revoked.RefusedForeign, (await other.RevokeAsync(token)).Value!.Revoked);
        Assert.NotNull((await web.At(shared).UserInfoAsync(token)).Value);
    }

    [Fact, Spec("RFC 7009 §2.1")]
    public async Task Revoked_it_ends_alone()
    {
        var tokens = await web.TokensAsync("openid offline_access");

        Assert.Equal(Revoked.AccessToken, (await web.RevokeAsync(tokens.AccessToken)).Value!.Revoked);

        Assert.Equal("opaque_token_unknown", await ReasonAsync(tokens.AccessToken));
        Assert.NotNull((await web.RefreshAsync(tokens.RefreshToken)).Value);
    }

    [Fact, Attack("TT-16"), Attack("RF-18")]
    public async Task It_ends_with_its_authorization_its_session_and_its_person()
    {
        var tokens = await web.TokensAsync("openid offline_access");
        await web.RevokeAsync(tokens.RefreshToken!);
        Assert.Equal("access_token_grant_ended", await ReasonAsync(tokens.AccessToken));

        var online = (await web.TokensAsync()).AccessToken;
        web.EndSession();
        Assert.Equal("access_token_grant_ended", await ReasonAsync(online));
        Assert.Equal("""{"active":false}""", await IntrospectedAsync(online));

        var late = (await web.SignedIn().TokensAsync()).AccessToken;
        provider.People.Block(provider.PoolId, provider.Ann.Id);
        Assert.Equal("access_token_grant_ended", await ReasonAsync(late));
    }

    [Theory, Attack("TT-05"), Attack("RF-10")]
    [InlineData("0123456789ABCDEF0123456789abcdef01234567", "access_token_unverified")]
    [InlineData("0123456789abcdef0123456789abcdef0123456", "access_token_unverified")]
    [InlineData("0123456789abcdef0123456789abcdef01234567", "opaque_token_unknown")]
    public async Task What_only_looks_like_one_is_none(string token, string reason)
    {
        Assert.Equal(reason, await ReasonAsync(token));
        Assert.Equal("refresh_token_unknown", (await web.RefreshAsync(token)).Error!.Reason);
    }

    [Fact]
    public async Task What_was_issued_before_the_format_was_changed_lives_on()
    {
        var opaque = (await web.TokensAsync()).AccessToken;
        web.Change(application => application with { Policy = application.Policy with { AccessTokenFormat = AccessTokenFormat.Jwt } });
        var signed = (await web.TokensAsync()).AccessToken;
        web.Change(Opaque);

        Assert.NotNull((await web.UserInfoAsync(opaque)).Value);
        Assert.NotNull((await web.UserInfoAsync(signed)).Value);
    }

    [Fact]
    public void No_handle_of_another_kind_has_the_form_of_one() =>
        Assert.All(Enumerable.Range(0, 100), _ => Assert.False(OpaqueToken.Is(TokenHandle.New().Value)));
}
