using IdentitySource.Protocol.ClientAuthentication;
using IdentitySource.Protocol.Revocation;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Memory;
using Xunit;

namespace IdentitySource.Protocol.Tests.Revocation;

[Spec("RFC 7009 §2")]
public class GivingUpAToken
{
    private readonly MemoryProvider provider = new();
    private readonly MemoryRelyingParty web;

    public GivingUpAToken() => web = provider.Web().SignedIn();

    private static async Task<Revoked> RevokedAsync(MemoryRelyingParty by, string token) => (await by.RevokeAsync(token)).Value!.Revoked;

    private async Task<bool> ActiveAsync(string token) => (await web.IntrospectAsync(token)).Value!.Active;

    [Fact, Spec("RFC 7009 §2.1"), Attack("RF-18")]
    public async Task A_refresh_token_takes_its_whole_authorization_along()
    {
        var tokens = await web.TokensAsync("openid offline_access");
        var other = await web.TokensAsync("openid offline_access");

        Assert.Equal(Revoked.Authorization, await RevokedAsync(web, tokens.RefreshToken!));

        Assert.Equal("refresh_grant_ended", (await web.RefreshAsync(tokens.RefreshToken)).Error!.Reason);
        Assert.False(await ActiveAsync(tokens.AccessToken));
        Assert.True(await ActiveAsync(other.AccessToken));
        Assert.Equal("revoked_by_application", Assert.Single(provider.Grants.Revocations).Reason);
    }

    [Fact]
    public async Task A_spent_refresh_token_still_takes_its_authorization_along()
    {
        var tokens = await web.TokensAsync("openid offline_access");
        var next = (await web.RefreshAsync(tokens.RefreshToken)).Value!.Response;

        Assert.Equal(Revoked.Authorization, await RevokedAsync(web, tokens.RefreshToken!));

        Assert.Equal("refresh_grant_ended", (await web.RefreshAsync(next.RefreshToken)).Error!.Reason);
    }

    [Fact, Spec("RFC 7009 §2.1")]
    public async Task An_access_token_ends_alone()
    {
        var tokens = await web.TokensAsync("openid offline_access");

        Assert.Equal(Revoked.AccessToken, await RevokedAsync(web, tokens.AccessToken));
        Assert.Equal(Revoked.AccessToken, await RevokedAsync(web, tokens.AccessToken));

        Assert.False(await ActiveAsync(tokens.AccessToken));
        Assert.True(await ActiveAsync((await web.RefreshAsync(tokens.RefreshToken)).Value!.Response.AccessToken));
    }

    [Theory, Spec("RFC 7009 §2.1"), Spec("RFC 7009 §2.2")]
    [InlineData("access_token")]
    [InlineData("refresh_token")]
    [InlineData("id_token")]
    [InlineData("bogus")]
    public async Task The_hint_changes_nothing(string hint)
    {
        var tokens = await web.TokensAsync("openid offline_access");

        Assert.Equal(Revoked.AccessToken, await HintedAsync(tokens.AccessToken));
        Assert.Equal(Revoked.Authorization, await HintedAsync(tokens.RefreshToken!));

        async Task<Revoked> HintedAsync(string token)
        {
            var form = web.Proven(SentRequest.Of(("token", token), ("token_type_hint", hint)), "client_secret_post");
            return (await provider.Revocation.HandleAsync(web.Server, form, default)).Value!.Revoked;
        }
    }

    [Fact, Spec("RFC 7009 §2.2")]
    public async Task What_is_unknown_expired_or_no_token_at_all_is_no_error()
    {
        var tokens = await web.TokensAsync();
        provider.Clock.AdvanceSeconds(3601);

        foreach (var token in (string[])["x", "a.b.c", tokens.AccessToken, tokens.IdToken!])
        {
            Assert.Equal(Revoked.Nothing, await RevokedAsync(web, token));
        }
    }

    [Fact, Attack("CA-31")]
    public async Task The_token_of_another_application_is_left_as_it_is()
    {
        var shared = provider.SharedServer();
        var here = web.At(shared);
        var tokens = await here.TokensAsync("openid offline_access");
        var evil = provider.Web().At(shared);

        Assert.Equal(Revoked.RefusedForeign, await RevokedAsync(evil, tokens.AccessToken));
        Assert.Equal(Revoked.RefusedForeign, await RevokedAsync(evil, tokens.RefreshToken!));

        Assert.True((await here.IntrospectAsync(tokens.AccessToken)).Value!.Active);
        Assert.NotNull((await here.RefreshAsync(tokens.RefreshToken)).Value);
    }

    [Fact, Attack("XT-01")]
    public async Task The_token_of_another_issuer_is_left_as_it_is()
    {
        var tokens = await web.TokensAsync("openid offline_access");
        var elsewhere = web.At(provider.SharedServer());

        Assert.Equal(Revoked.Nothing, await RevokedAsync(elsewhere, tokens.AccessToken));
        Assert.Equal(Revoked.Nothing, await RevokedAsync(elsewhere, tokens.RefreshToken!));

        Assert.NotNull((await web.RefreshAsync(tokens.RefreshToken)).Value);
    }

    [Fact]
    public async Task The_caller_proves_who_it_is_and_names_a_token()
    {
        Assert.Equal("revocation_token_missing", (await web.RevokeAsync("")).Error!.Reason);
        Assert.Equal("client_secret_wrong", await ReasonAsync(SentRequest.Of(("client_id", web.Application.ClientId), ("client_secret", "x"), ("token", "t"))));
        Assert.Equal("parameter_repeated", await ReasonAsync(SentRequest.Of(("token", "t"), ("token", "u"))));
    }

    private async Task<string> ReasonAsync(SentRequest form) =>
        (await provider.Revocation.HandleAsync(web.Server, new ClientRequest(form.Parameters, null), default)).Error!.Reason;
}
