using System.Net;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Claims;
using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.Ports;
using IdentitySource.Protocol.Token;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Memory;
using Xunit;

namespace IdentitySource.Protocol.Tests.Token;

[Spec("RFC 6749 §4.3.2")]
public class AskingWithAPassword
{
    private readonly MemoryProvider provider = new();
    private readonly MemoryRelyingParty web;

    public AskingWithAPassword()
    {
        web = provider.Web(Ticked);
        provider.Passwords.Put(provider.PoolId, SignInName.Username, "ann", provider.Ann.Id);
        provider.Passwords.Put(provider.PoolId, SignInName.Email, "ann@acme.test", provider.Ann.Id);
        provider.Passwords.Put(provider.PoolId, SignInName.Phone, "+8613800000000", provider.Ann.Id);
    }

    private static readonly SentRequest Ann =
        SentRequest.Of(("grant_type", "password"), ("username", "ann"), ("password", MemoryPasswords.Right));

    private static Application Ticked(Application application) => application with { GrantTypes = ["password", "refresh_token"], ResponseTypes = [] };

    private Task<Result<IssuedTokens>> AskAsync(SentRequest form) => web.TokenAsync(web.Proven(form, web.Application.Authentication.Token));

    private async Task<TokenResponse> TokensAsync(SentRequest form) => (await AskAsync(form)).Value!.Response;

    private async Task<(string Code, string Reason, int Status)> RefusedAsync(SentRequest form)
    {
        var error = (await AskAsync(form)).Error!;
        return (error.Code, error.Reason, error.Status);
    }

    [Fact, Spec("RFC 6749 §4.3.3")]
    public async Task The_right_pair_buys_tokens_of_a_sign_in_without_a_session()
    {
        var tokens = await TokensAsync(Ann);

        Assert.Equal(("openid profile", null), (tokens.Scope, tokens.RefreshToken));
        var claims = Jwt.Claims(tokens.IdToken!);
        Assert.Equal(provider.Ann.Id.ToString("N"), claims.GetProperty("sub").GetString());
        Assert.Equal(provider.Clock.Now.ToUnixTimeSeconds(), claims.GetProperty("auth_time").GetInt64());
        Assert.Equal("pwd", Assert.Single(claims.GetProperty("amr").EnumerateArray()).GetString());
        Assert.DoesNotContain(Jwt.Names(tokens.IdToken!), name => name is "sid" or "nonce");
        Assert.NotNull((await web.UserInfoAsync(tokens.AccessToken)).Value);
        Assert.True((await web.IntrospectAsync(tokens.AccessToken)).Value!.Active);
    }

    [Fact]
    public async Task A_scope_of_the_pool_is_granted_too_with_its_claims()
    {
        var there = web.At(web.Server.With(new CustomScope("loyalty", null, [new CustomClaim("tier", "gold", null)])));
        var form = web.Proven(Ann.With("scope", "openid loyalty nonsense"), web.Application.Authentication.Token);

        var tokens = (await there.TokenAsync(form)).Value!.Response;

        Assert.Equal(("openid loyalty", "gold"), (tokens.Scope, Jwt.Claims(tokens.IdToken!).GetProperty("tier").GetString()));
    }

    [Theory]
    [InlineData("email", "ann@acme.test")]
    [InlineData("phone", "+8613800000000")]
    public async Task A_person_may_be_named_otherwise(string kind, string name) =>
        Assert.NotNull((await TokensAsync(Ann.With("username", "").And(kind, name))).IdToken);

    [Theory]
    [InlineData("", "", "")]
    [InlineData("ann", "ann@acme.test", "")]
    [InlineData("", "ann@acme.test", "+8613800000000")]
    [InlineData("ann", "ann@acme.test", "+8613800000000")]
    public async Task Exactly_one_name_is_needed(string username, string email, string phone)
    {
        var form = Ann.With("username", username).And("email", email).And("phone", phone);

        Assert.Equal(("invalid_request", "password_name_not_one", 400), await RefusedAsync(form));
        Assert.Empty(provider.Passwords.Tries);
    }

    [Fact]
    public async Task A_name_of_one_kind_is_none_of_another_kind() =>
        Assert.Equal(("invalid_grant", "password_pair_wrong", 400), await RefusedAsync(Ann.With("username", "ann@acme.test")));

    [Fact]
    public async Task A_password_is_needed() =>
        Assert.Equal(("invalid_request", "password_missing", 400), await RefusedAsync(Ann.With("password", "")));

    [Fact, Attack("EN-01"), Spec("RFC 6749 §5.2")]
    public async Task A_wrong_password_and_an_unknown_account_get_the_same_answer()
    {
        var wrong = (await AskAsync(Ann.With("password", "guess"))).Error!;
        var unknown = (await AskAsync(Ann.With("username", "nobody"))).Error!;

        Assert.Equal(("invalid_grant", "invalid credentials provided", 400), (wrong.Code, wrong.Description, wrong.Status));
        Assert.Equal((wrong.Code, wrong.Description, wrong.Status), (unknown.Code, unknown.Description, unknown.Status));
        Assert.Equal((provider.Ann.Id, null), (wrong.SubjectId, unknown.SubjectId));
        Assert.DoesNotContain(wrong.Evidence, each => each.Value.Contains("guess", StringComparison.Ordinal));
    }

    [Fact, Attack("EN-06"), Attack("BF-11")]
    public async Task Who_must_prove_more_than_a_password_is_refused_as_if_it_were_wrong()
    {
        provider.Passwords.NeedsSecondFactor = true;

        var error = (await AskAsync(Ann)).Error!;

        Assert.Equal(("invalid_grant", "password_second_factor_needed", "invalid credentials provided"), (error.Code, error.Reason, error.Description));
        Assert.Empty(provider.Grants.Authorizations);
    }

    [Fact, Attack("SF-12")]
    public async Task A_password_that_is_changed_in_this_moment_buys_nothing()
    {
        provider.Passwords.Afterwards = () => provider.People.ChangeCredentials(provider.PoolId, provider.Ann.Id);

        Assert.Equal(("invalid_grant", "password_changed_meanwhile", 400), await RefusedAsync(Ann));
        Assert.Empty(provider.Grants.Authorizations);
    }

    [Fact, Attack("BF-05")]
    public async Task Too_many_are_told_to_wait()
    {
        provider.Passwords.Answer = new PasswordAnswer.SlowDown(TimeSpan.FromMinutes(15));
        Assert.Equal(("temporarily_unavailable", "password_source_spent", 429), await RefusedAsync(Ann));

        provider.Passwords.Answer = new PasswordAnswer.Busy(TimeSpan.FromSeconds(5));
        Assert.Equal(("temporarily_unavailable", "password_desk_busy", 503), await RefusedAsync(Ann));
        Assert.Equal(TimeSpan.FromSeconds(5), (await AskAsync(Ann)).Error!.RetryAfter);
    }

    [Fact]
    public async Task The_scope_alone_asks_for_a_refresh_token_which_is_rotated_like_any_other()
    {
        var tokens = await TokensAsync(Ann.And("scope", "openid offline_access"));

        Assert.Equal("openid offline_access", tokens.Scope);
        var next = (await web.RefreshAsync(tokens.RefreshToken)).Value!.Response;
        Assert.NotEqual(tokens.RefreshToken, next.RefreshToken);
        Assert.Equal(Jwt.Claims(tokens.IdToken!).GetProperty("auth_time").GetInt64(), Jwt.Claims(next.IdToken!).GetProperty("auth_time").GetInt64());
    }

    [Fact]
    public async Task Where_refresh_tokens_are_not_ticked_offline_access_drops_out()
    {
        web.Change(application => application with { GrantTypes = ["password"] });

        var tokens = await TokensAsync(Ann.And("scope", "openid offline_access"));

        Assert.Equal(("openid", null), (tokens.Scope, tokens.RefreshToken));
    }

    [Fact, Spec("RFC 6749 §3.3")]
    public async Task Unknown_scopes_drop_out_and_nothing_else_is_refused()
    {
        Assert.Equal("openid email", (await TokensAsync(Ann.And("scope", "openid bogus email"))).Scope);
        Assert.Null((await TokensAsync(Ann.And("scope", "email"))).IdToken);

        Assert.Equal(("invalid_scope", "password_scope_unknown", 400), await RefusedAsync(Ann.And("scope", "bogus")));
        Assert.Equal(("invalid_scope", "scope_malformed", 400), await RefusedAsync(Ann.And("scope", "a\"b")));
    }

    [Fact, Attack("CA-27"), Spec("RFC 9700 §2.4")]
    public async Task Where_it_is_not_ticked_no_password_is_looked_at()
    {
        web.Change(application => application with { GrantTypes = ["authorization_code", "refresh_token"] });

        Assert.Equal(("unauthorized_client", "grant_type_not_allowed", 400), await RefusedAsync(Ann));
        Assert.Empty(provider.Passwords.Tries);
    }

    [Fact, Attack("CA-04")]
    public async Task Without_the_application_s_secret_no_password_is_looked_at()
    {
        var refused = await web.TokenAsync(web.Proven(Ann, "none"));

        Assert.Equal("method_not_allowed_here", refused.Error!.Reason);
        Assert.Empty(provider.Passwords.Tries);
    }

    [Fact, Attack("BF-05")]
    public async Task Tries_are_counted_by_who_posts_them()
    {
        await web.TokenAsync(web.Proven(Ann, "client_secret_post") with { Peer = IPAddress.Parse("192.0.2.7") });

        var attempt = Assert.Single(provider.Passwords.Tries);
        Assert.Equal((IPAddress.Parse("192.0.2.7"), web.Application.Id), (attempt.Peer, attempt.ProvenApplication));
    }

    [Fact, Attack("BF-05")]
    public async Task An_application_without_a_secret_has_proven_nothing_to_count_by()
    {
        var phone = provider.Native(Ticked);

        await phone.TokenAsync(phone.Proven(Ann, "none"));

        Assert.Null(Assert.Single(provider.Passwords.Tries).ProvenApplication);
    }

    [Fact, Attack("TT-16")]
    public async Task What_it_bought_ends_with_the_person_and_when_it_is_revoked()
    {
        var tokens = await TokensAsync(Ann.And("scope", "openid offline_access"));
        var other = await TokensAsync(Ann);
        await web.RevokeAsync(tokens.RefreshToken!);
        Assert.Equal("access_token_grant_ended", (await web.UserInfoAsync(tokens.AccessToken)).Error!.Reason);

        provider.People.Block(provider.PoolId, provider.Ann.Id);
        Assert.Equal("access_token_grant_ended", (await web.UserInfoAsync(other.AccessToken)).Error!.Reason);
    }
}
