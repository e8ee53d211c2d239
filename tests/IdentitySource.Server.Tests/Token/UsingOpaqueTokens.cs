using IdentitySource.Protocol.Applications;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Server.Tests.Token;

/// <summary>Opaque access tokens over HTTP, on the real database.</summary>
public class UsingOpaqueTokens(HostedServer server) : IClassFixture<HostedServer>
{
    private async Task<(RelyingParty Application, Answer Tokens)> TokensAsync()
    {
        var (shop, browser, _) = await server.SignedInAsync(input => input with
        {
            Policy = input.Policy with { AccessTokenFormat = AccessTokenFormat.Opaque, AllowOfflineAccessWithoutConsentPrompt = true },
        });
        shop.Scope = "openid email offline_access";
        return (shop, await shop.ExchangeAsync((await browser.GetAsync(shop.AuthorizeUrl())).Answer["code"]));
    }

    [Fact, Spec("RFC 7662 §2.2"), Spec("RFC 7009 §2.1")]
    public async Task One_is_issued_used_introspected_and_revoked()
    {
        var (shop, tokens) = await TokensAsync();
        var token = tokens["access_token"]!;

        Assert.Matches("^[0-9a-f]{40}$", token);
        Assert.NotNull((await shop.UserInfoAsync(token))["email"]);
        var seen = await shop.IntrospectAsync(token);
        Assert.Equal(("True", "openid email offline_access", "Bearer"), (seen["active"], seen["scope"], seen["token_type"]));
        Assert.DoesNotContain(token, seen.Body, StringComparison.Ordinal);

        Assert.Equal(200, (await shop.RevokeAsync(token)).Status);
        Assert.Equal("""{"active":false}""", (await shop.IntrospectAsync(token)).Body);
        Assert.Equal(401, (await shop.UserInfoAsync(token)).Status);
        Assert.Matches("^[0-9a-f]{40}$", (await shop.RefreshAsync(tokens["refresh_token"]!))["access_token"]);
    }

    [Fact, Attack("LG-03"), Attack("LG-10")]
    public async Task It_stands_nowhere_in_clear()
    {
        var (shop, tokens) = await TokensAsync();
        var token = tokens["access_token"]!;
        await shop.UserInfoAsync(token);

        await using var db = await server.DatabaseAsync();
        var dump = await db.Database.SqlQueryRaw<string>("""SELECT string_agg(to_jsonb(t)::text, ' ') AS "Value" FROM access_tokens t""").SingleAsync();
        Assert.DoesNotContain(token, dump, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToHexString(Convert.FromHexString(token)), dump, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(server.Log.Lines, line => line.Contains(token, StringComparison.Ordinal));
    }
}
