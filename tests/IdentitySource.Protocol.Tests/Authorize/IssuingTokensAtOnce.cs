using System.Text;
using IdentitySource.Protocol.Authorize;
using IdentitySource.Protocol.Authorize.Answers;
using IdentitySource.Protocol.Jose;
using IdentitySource.Protocol.Ports;
using IdentitySource.Protocol.Tokens;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Memory;
using Xunit;

namespace IdentitySource.Protocol.Tests.Authorize;

/// <summary>Implicit and hybrid: what the authorization endpoint itself hands out.</summary>
public class IssuingTokensAtOnce
{
    private const string Everything = "openid offline_access profile email";

    private readonly MemoryProvider provider = new();
    private readonly MemoryRelyingParty web;

    public IssuingTokensAtOnce() => web = provider.Web(NewApplication.OfEveryMode).SignedIn();

    private async Task<AuthorizeOutcome.SendToClient> AskAsync(string type, Func<SentRequest, SentRequest>? change = null)
    {
        var request = web.AuthorizeRequest.With("response_type", type);
        var sent = (await web.AuthorizeAsync(change?.Invoke(request) ?? request)).Sent();
        Assert.Null(sent.Error?.Reason);
        return sent;
    }

    [Theory, Spec("OIDC Core §3.2.2.5"), Spec("OIDC Core §3.3.2.5"), Spec("OAuth Multiple Response Types §5"), Spec("RFC 6749 §4.2.2"), Spec("RFC 9207 §2")]
    [InlineData("code", "code state iss")]
    [InlineData("id_token", "id_token state iss")]
    [InlineData("id_token token", "access_token token_type expires_in scope id_token state iss")]
    [InlineData("token id_token", "access_token token_type expires_in scope id_token state iss")]
    [InlineData("code id_token", "code id_token state iss")]
    [InlineData("code token", "code access_token token_type expires_in scope state iss")]
    [InlineData("token code id_token", "code access_token token_type expires_in scope id_token state iss")]
    [InlineData("none", "state iss")]
    public async Task Each_word_adds_its_part_and_nothing_else(string type, string names)
    {
        var sent = await AskAsync(type, request => request.With("scope", Everything).With("prompt", "none"));

        Assert.Equal(names.Split(' '), sent.Parameters.Select(each => each.Key));
        Assert.Equal(type is "code" or "none" ? "query" : "fragment", sent.Mode.Name);
    }

    [Fact, Spec("RFC 6749 §4.2.2")]
    public async Task The_access_token_is_like_those_of_the_token_endpoint()
    {
        var sent = await AskAsync("id_token token", request => request.With("scope", "email openid"));

        var token = sent.Parameter("access_token")!;
        Assert.Equal(("Bearer", "3600", "email openid"), (sent.Parameter("token_type"), sent.Parameter("expires_in"), sent.Parameter("scope")));
        Assert.Equal(Jwt.Names((await web.TokensAsync()).AccessToken), Jwt.Names(token));
        Assert.Equal("email openid", Jwt.Claims(token).GetProperty("scope").GetString());
        Assert.True((await web.IntrospectAsync(token)).Value!.Active);
        Assert.NotNull((await web.UserInfoAsync(token)).Value);
    }

    [Theory, Spec("OIDC Core §3.2.2.9"), Spec("OIDC Core §3.2.2.10"), Spec("OIDC Core §3.3.2.11"), Suite("oidcc-server")]
    [InlineData("id_token", "s_hash")]
    [InlineData("id_token token", "at_hash s_hash")]
    [InlineData("code id_token", "c_hash s_hash")]
    [InlineData("code id_token token", "at_hash c_hash s_hash")]
    public async Task The_id_token_is_bound_to_what_stands_beside_it(string type, string hashes)
    {
        var secret = Encoding.UTF8.GetBytes(NewApplication.Secret);
        foreach (var algorithm in Enum.GetValues<SigningAlgorithm>())
        {
            web.Change(application => application with { IdTokenAlgorithm = algorithm, SigningSecret = secret });

            var sent = await AskAsync(type);

            var token = sent.Parameter("id_token")!;
            var claims = Jwt.Claims(token);
            Assert.Equal(hashes.Split(' '), Jwt.Names(token).Where(name => name.EndsWith("_hash", StringComparison.Ordinal)));
            Assert.NotNull(algorithm == SigningAlgorithm.HS256
                ? Jws.VerifyHs256(token, secret, "JWT", out _)
                : Jws.Verify(token, [algorithm == SigningAlgorithm.RS256 ? SigningKeys.Rsa : SigningKeys.Ec], "JWT", out _));
            Assert.Equal(MemoryRelyingParty.Nonce, claims.GetProperty("nonce").GetString());
            foreach (var (name, value) in new[] { ("at_hash", "access_token"), ("c_hash", "code"), ("s_hash", "state") })
            {
                Assert.Equal(sent.Parameter(value) is { } beside ? TokenHash.Half(algorithm, beside) : null, claims.TryGetProperty(name, out var hash) ? hash.GetString() : null);
            }
        }
    }

    [Fact]
    public async Task States_in_any_script_have_hashes_of_their_own()
    {
        var one = await AskAsync("id_token", request => request.With("state", "ü"));
        var other = await AskAsync("id_token", request => request.With("state", "ö"));
        var none = await AskAsync("id_token", request => request.Without("state"));

        Assert.NotEqual(Hash(one), Hash(other));
        Assert.DoesNotContain("s_hash", Jwt.Names(none.Parameter("id_token")!));

        static string? Hash(AuthorizeOutcome.SendToClient sent) => Jwt.Claims(sent.Parameter("id_token")!).GetProperty("s_hash").GetString();
    }

    [Theory, Spec("OIDC Core §5.4"), Spec("OIDC Core §3.3.3.6"), Suite("oidcc-scope-email")]
    [InlineData("id_token", true)]
    [InlineData("id_token token", true)]
    [InlineData("code id_token", false)]
    [InlineData("code id_token token", false)]
    public async Task The_only_id_token_holds_the_claims_of_the_scopes_and_one_with_a_code_leaves_them_to_the_exchange(string type, bool holds)
    {
        provider.People.Put(provider.PoolId, provider.Ann with { Email = "ann@acme.test", Nickname = "Annie" });
        const string Claims = """{"id_token":{"nickname":null}}""";
        web.Allow("openid email", claims: "nickname");

        var sent = await AskAsync(type, request => request.With("scope", "openid email").With("claims", Claims));

        var names = Jwt.Names(sent.Parameter("id_token")!).ToList();
        Assert.Contains("nickname", names);
        Assert.Equal(holds, names.Contains("email"));
        if (sent.Parameter("code") is { } code)
        {
            Assert.Contains("email", Jwt.Names((await web.ExchangeAsync(code)).Value!.Response.IdToken!));
        }
    }

    [Fact, Spec("OIDC Core §3.3.3.6"), Spec("OIDC Core §3.3.3.8")]
    public async Task Both_id_tokens_of_a_hybrid_answer_tell_of_one_sign_in()
    {
        var sent = await AskAsync("code id_token token");
        provider.Clock.AdvanceSeconds(3);

        var bought = (await web.ExchangeAsync(sent.Parameter("code")!)).Value!.Response;

        var (front, back) = (Jwt.Claims(sent.Parameter("id_token")!), Jwt.Claims(bought.IdToken!));
        Assert.All(["iss", "sub", "aud", "auth_time", "nonce", "acr", "sid"], name => Assert.Equal(front.GetProperty(name).GetRawText(), back.GetProperty(name).GetRawText()));
        Assert.Equal(TokenHash.Half(SigningAlgorithm.RS256, bought.AccessToken), back.GetProperty("at_hash").GetString());
        Assert.NotEqual(sent.Parameter("access_token"), bought.AccessToken);
        Assert.False(back.TryGetProperty("s_hash", out _));
    }

    [Fact, Attack("AC-01"), Spec("RFC 6749 §4.1.2")]
    public async Task A_replayed_code_takes_the_token_beside_it_along()
    {
        var sent = await AskAsync("code token");
        await web.ExchangeAsync(sent.Parameter("code")!);
        Assert.True((await web.IntrospectAsync(sent.Parameter("access_token")!)).Value!.Active);

        Assert.Equal("code_replayed", (await web.ExchangeAsync(sent.Parameter("code")!)).Error!.Reason);

        Assert.False((await web.IntrospectAsync(sent.Parameter("access_token")!)).Value!.Active);
    }

    [Theory, Spec("RFC 6749 §4.2.2"), Spec("OIDC Core §11")]
    [InlineData("id_token")]
    [InlineData("id_token token")]
    [InlineData("code token")]
    [InlineData("code id_token token")]
    public async Task No_refresh_token_comes_from_here(string type)
    {
        web.Change(application => application with { Policy = application.Policy with { AllowOfflineAccessWithoutConsentPrompt = true } });

        var sent = await AskAsync(type, request => request.With("scope", Everything));

        Assert.Null(sent.Parameter("refresh_token"));
        Assert.Equal(0, provider.Grants.LiveRefreshTokens);
        var hasCode = type.StartsWith("code", StringComparison.Ordinal);
        Assert.Equal(hasCode, Assert.Single(provider.Grants.Authorizations).Offline);
        if (sent.Parameter("scope") is { } granted)
        {
            Assert.Equal(hasCode, granted.Split(' ').Contains("offline_access"));
        }
    }

    [Fact]
    public async Task Without_a_code_the_authorization_is_over_with_its_token()
    {
        await AskAsync("id_token token");

        Assert.Equal(provider.Clock.Now.AddSeconds(3600), Assert.Single(provider.Grants.Authorizations).ExpiresAt);
    }

    [Fact, Spec("RFC 9700 §2.1.1")]
    public async Task A_public_application_proves_possession_only_of_what_it_redeems()
    {
        var spa = provider.Spa(NewApplication.OfEveryMode).SignedIn();
        var request = spa.AuthorizeRequest.Without("code_challenge").Without("code_challenge_method");

        Assert.Null((await spa.AuthorizeAsync(request.With("response_type", "id_token token"))).Sent().Error);
        Assert.Equal("pkce_required", (await spa.AuthorizeAsync(request.With("response_type", "code id_token"))).Refusal().Reason);
    }

    [Fact, Attack("TT-16")]
    public async Task Who_lost_the_right_in_this_moment_gets_no_token()
    {
        var presence = await new MemoryPresence(provider.People).FindAsync(
            provider.PoolId, provider.People.SignIn(provider.PoolId, provider.Ann.Id, provider.Clock.Now).Handle.Hash(), web.Application.Id, provider.Clock.Now, default);
        AuthorizeEndpoint endpoint = new(provider.Registry, new Remembered(presence! with { Consent = new(Scopes.FromTrusted("openid"), Scopes.None, provider.Clock.Now) }),
            provider.Grants, provider.Permissions, [new CodePart(), new TokenPart(new AccessTokenIssuer(provider.Grants)), new IdTokenPart()], provider.Clock);
        provider.People.Put(provider.PoolId, provider.Ann with { Active = false });

        var outcome = await endpoint.HandleAsync(web.Server, web.AuthorizeRequest.With("response_type", "code id_token token").Parsed, [1], null, default);

        var error = outcome.Refusal();
        Assert.Equal(("access_denied", "authorize_grant_ended", provider.Ann.Id), (error.Code, error.Reason, error.SubjectId));
    }

    [Fact, Attack("SF-10")]
    public async Task Who_signed_out_everywhere_in_this_moment_has_granted_nothing_that_lives_on()
    {
        var (session, handle) = provider.People.SignIn(provider.PoolId, provider.Ann.Id, provider.Clock.Now);
        var presence = await new MemoryPresence(provider.People).FindAsync(provider.PoolId, handle.Hash(), web.Application.Id, provider.Clock.Now, default);
        AuthorizeEndpoint endpoint = new(provider.Registry, new Remembered(presence! with { Consent = new(Scopes.FromTrusted("openid offline_access"), Scopes.None, provider.Clock.Now) }),
            provider.Grants, provider.Permissions, [new CodePart()], provider.Clock);
        provider.People.EndSession(provider.PoolId, session.Id);

        var request = web.AuthorizeRequest.With("response_type", "code").With("scope", "openid offline_access").With("prompt", "consent");
        var outcome = await endpoint.HandleAsync(web.Server, request.Parsed, [1], new Flow(Guid.CreateVersion7(), provider.Clock.Now), default);

        Assert.Equal(("access_denied", "authorize_grant_ended"), (outcome.Refusal().Code, outcome.Refusal().Reason));
        Assert.DoesNotContain(provider.Grants.Authorizations, each => each.SessionId == session.Id);
    }

    private sealed class Remembered(Presence presence) : IPresence
    {
        public Task<Presence?> FindAsync(Guid poolId, byte[] sessionHash, Guid applicationId, DateTimeOffset now, CancellationToken cancel) =>
            Task.FromResult<Presence?>(presence);

        public Task ReturnAsync(Guid poolId, Guid sessionId, Guid applicationId, CancellationToken cancel) => throw new NotSupportedException("Nobody has left.");
    }
}
