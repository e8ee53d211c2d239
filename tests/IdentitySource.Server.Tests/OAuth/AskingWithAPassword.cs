using IdentitySource.Protocol.Applications;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Xunit;

namespace IdentitySource.Server.Tests.OAuth;

/// <summary>The password mode of an application's OAuth 2.0 provider over HTTP.</summary>
public class AskingWithAPassword(HostedServer server) : IClassFixture<HostedServer>
{
    [Fact, Spec("RFC 6749 §4.3.3"), Attack("XT-01")]
    public async Task A_username_and_a_password_buy_tokens_that_are_good_here_alone()
    {
        var (shop, ann) = (await ShopAsync(), await server.AnnAsync());

        var tokens = await shop.TokenAsync(("grant_type", "password"), ("username", ann.Username), ("password", ann.Password));

        Assert.Equal((200, "Bearer", "user", null), (tokens.Status, tokens["token_type"], tokens["scope"], tokens["id_token"]));
        Assert.Matches("^[0-9a-f]{40}$", tokens["access_token"]);
        Assert.Equal(ann.Id.ToString("N"), (await shop.UserInfoAsync(tokens["access_token"]!))["sub"]);
        Assert.Equal(200, (await shop.RefreshAsync(tokens["refresh_token"]!)).Status);
        RelyingParty oidc = new(server.Client(), shop.Keys with { Issuer = shop.Keys.Issuer[..^"oauth".Length] + "oidc" });
        Assert.Equal(401, (await oidc.UserInfoAsync(tokens["access_token"]!)).Status);
        Assert.Equal("unauthorized_client", (await oidc.TokenAsync(("grant_type", "password"), ("username", ann.Username), ("password", ann.Password))).Error);
    }

    [Fact]
    public async Task An_email_address_is_no_username()
    {
        var (shop, ann) = (await ShopAsync(), await server.AnnAsync());

        Assert.Equal("invalid_request", (await shop.TokenAsync(("grant_type", "password"), ("email", ann.Email), ("password", ann.Password))).Error);
        Assert.Equal("invalid_grant", (await shop.TokenAsync(("grant_type", "password"), ("username", ann.Email), ("password", ann.Password))).Error);
    }

    private async Task<RelyingParty> ShopAsync()
    {
        OAuthProvider provider = new() { GrantTypes = ["password", "refresh_token"] };
        var shop = await server.ApplicationAsync(input => input with { Policy = new ApplicationPolicy { OAuth = provider } });
        return new RelyingParty(server.Client(), shop.Keys with { Issuer = shop.Keys.Issuer[..^"oidc".Length] + "oauth" });
    }
}
