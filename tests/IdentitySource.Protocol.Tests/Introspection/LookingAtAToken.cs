using IdentitySource.Protocol.ClientAuthentication;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Memory;
using Xunit;

namespace IdentitySource.Protocol.Tests.Introspection;

[Spec("RFC 7662 §2.2")]
public class LookingAtAToken
{
    private const string Inactive = """{"active":false}""";

    private readonly MemoryProvider provider = new();
    private readonly MemoryRelyingParty web;

    public LookingAtAToken() => web = provider.Web().SignedIn();

    private async Task<string> TextAsync(string token, MemoryRelyingParty? at = null) => Answers.Text((await (at ?? web).IntrospectAsync(token)).Value!);

    [Fact]
    public async Task A_live_access_token_is_described()
    {
        var token = (await web.TokensAsync("openid email")).AccessToken;
        var (claims, now) = (Jwt.Claims(token), provider.Clock.Now.ToUnixTimeSeconds());

        Assert.Equal(
            $$"""{"active":true,"sub":"{{provider.Ann.Id:N}}","client_id":"{{web.Application.ClientId}}","exp":{{now + 3600}},"iat":{{now}},"iss":"{{web.Server.Issuer}}","jti":"{{claims.GetProperty("jti")}}","scope":"openid email","token_type":"Bearer"}""",
            await TextAsync(token));
    }

    [Fact, Attack("TT-06")]
    public async Task A_live_refresh_token_is_described_as_what_it_is()
    {
        var token = (await web.TokensAsync("openid offline_access")).RefreshToken!;
        var now = provider.Clock.Now.ToUnixTimeSeconds();

        Assert.Equal(
            $$"""{"active":true,"sub":"{{provider.Ann.Id:N}}","client_id":"{{web.Application.ClientId}}","exp":{{now + (30 * 86_400)}},"iat":{{now}},"iss":"{{web.Server.Issuer}}","scope":"openid offline_access","token_type":"refresh_token"}""",
            await TextAsync(token));
    }

    [Theory, Attack("TT-06"), Spec("RFC 7662 §2.1")]
    [InlineData("access_token")]
    [InlineData("refresh_token")]
    [InlineData("bogus")]
    public async Task The_hint_changes_nothing(string hint)
    {
        var tokens = await web.TokensAsync("openid offline_access");

        foreach (var token in (string[])[tokens.AccessToken, tokens.RefreshToken!])
        {
            var form = web.Proven(SentRequest.Of(("token", token), ("token_type_hint", hint)), "client_secret_post");
            Assert.True((await provider.Introspection.HandleAsync(web.Server, form, default)).Value!.Active);
        }
    }

    [Theory, Attack("AC-07")]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("ü")]
    public async Task What_we_never_made_is_not_active(string token) => Assert.Equal(Inactive, await TextAsync(token));

    [Fact]
    public async Task An_id_token_or_a_code_is_not_active()
    {
        Assert.Equal(Inactive, await TextAsync((await web.TokensAsync()).IdToken!));
        Assert.Equal(Inactive, await TextAsync(await web.CodeAsync()));
    }

    [Fact, Attack("CA-31"), Attack("TT-14"), Spec("RFC 7662 §4")]
    public async Task The_token_of_another_application_is_not_active()
    {
        var shared = provider.SharedServer();
        var tokens = await web.At(shared).TokensAsync("openid offline_access");
        var other = provider.Web().At(shared);

        Assert.Equal(Inactive, await TextAsync(tokens.AccessToken, other));
        Assert.Equal(Inactive, await TextAsync(tokens.RefreshToken!, other));
        Assert.NotEqual(Inactive, await TextAsync(tokens.AccessToken, web.At(shared)));
    }

    [Fact, Attack("XT-01")]
    public async Task The_token_of_another_issuer_is_not_active()
    {
        var tokens = await web.TokensAsync("openid offline_access");

        Assert.Equal(Inactive, await TextAsync(tokens.AccessToken, web.At(provider.SharedServer())));
        Assert.Equal(Inactive, await TextAsync(tokens.RefreshToken!, web.At(provider.SharedServer())));
    }

    [Fact]
    public async Task An_expired_token_is_not_active()
    {
        var tokens = await web.TokensAsync("openid offline_access");
        provider.Clock.AdvanceSeconds(3600);
        Assert.Equal(Inactive, await TextAsync(tokens.AccessToken));
        Assert.NotEqual(Inactive, await TextAsync(tokens.RefreshToken!));

        provider.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal(Inactive, await TextAsync(tokens.RefreshToken!));
    }

    [Fact]
    public async Task A_spent_refresh_token_is_not_active()
    {
        var tokens = await web.TokensAsync("openid offline_access");
        var next = (await web.RefreshAsync(tokens.RefreshToken)).Value!.Response;

        Assert.Equal(Inactive, await TextAsync(tokens.RefreshToken!));
        Assert.NotEqual(Inactive, await TextAsync(next.RefreshToken!));
    }

    [Fact, Attack("TT-16"), Attack("RF-18")]
    public async Task What_was_revoked_is_not_active()
    {
        var (single, family) = (await web.TokensAsync("openid offline_access"), await web.TokensAsync("openid offline_access"));
        await web.RevokeAsync(single.AccessToken);
        await web.RevokeAsync(family.RefreshToken!);

        Assert.Equal(Inactive, await TextAsync(single.AccessToken));
        Assert.NotEqual(Inactive, await TextAsync(single.RefreshToken!));
        Assert.Equal(Inactive, await TextAsync(family.AccessToken));
        Assert.Equal(Inactive, await TextAsync(family.RefreshToken!));
    }

    [Fact, Attack("TT-16")]
    public async Task What_belongs_to_a_blocked_person_or_an_ended_session_is_not_active()
    {
        var (online, offline) = (await web.TokensAsync(), await web.TokensAsync("openid offline_access"));
        web.EndSession();
        Assert.Equal(Inactive, await TextAsync(online.AccessToken));
        Assert.NotEqual(Inactive, await TextAsync(offline.AccessToken));

        provider.People.Block(provider.PoolId, provider.Ann.Id);
        Assert.Equal(Inactive, await TextAsync(offline.AccessToken));
        Assert.Equal(Inactive, await TextAsync(offline.RefreshToken!));
    }

    [Fact, Spec("RFC 7662 §2.1"), Attack("CA-30")]
    public async Task The_caller_proves_who_it_is_before_anything_is_looked_at()
    {
        var token = (await web.TokensAsync()).AccessToken;

        Assert.Equal("client_secret_wrong", await ReasonAsync(SentRequest.Of(("client_id", web.Application.ClientId), ("client_secret", "x"), ("token", token))));
        Assert.Equal("no_client_named", await ReasonAsync(SentRequest.Of(("token", token))));
        Assert.Equal("parameter_repeated", await ReasonAsync(SentRequest.Of(("token", token), ("token", token))));
    }

    [Fact]
    public async Task No_token_is_refused() => Assert.Equal("introspection_token_missing", (await web.IntrospectAsync("")).Error!.Reason);

    private async Task<string> ReasonAsync(SentRequest form) =>
        (await provider.Introspection.HandleAsync(web.Server, new ClientRequest(form.Parameters, null), default)).Error!.Reason;
}
