using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Xunit;

namespace IdentitySource.Server.Tests.Validation;

public class AskingWhetherATokenIsGood(HostedServer server) : IClassFixture<HostedServer>
{
    [Theory]
    [InlineData("/api/v2/oidc/validate_token")]
    [InlineData("/api/oidc/validate_token")]
    public async Task The_claims_come_or_a_code_and_a_message(string path)
    {
        var (notes, browser, ann) = await server.SignedInAsync();
        var tokens = await notes.ExchangeAsync((await browser.GetAsync(notes.AuthorizeUrl())).Answer["code"]);
        var address = notes.Keys.Issuer[..^"/oidc".Length] + path;
        using var client = server.Client();

        var good = await Answer.OfAsync(await client.GetAsync($"{address}?access_token={tokens["access_token"]}"));
        Assert.Equal((200, ann.Id.ToString("N")), (good.Status, good["sub"]));
        Assert.Equal("no-store", good.Response.Headers.CacheControl!.ToString());
        Assert.Equal(ann.Id.ToString("N"), (await Answer.OfAsync(await client.GetAsync($"{address}?id_token={tokens["id_token"]}")))["sub"]);

        var bad = await Answer.OfAsync(await client.GetAsync($"{address}?access_token=x.y.z"));
        Assert.Equal((400, "400", "The token is not valid here."), (bad.Status, bad["code"], bad["message"]));
    }

    [Fact, Attack("LG-05")]
    public async Task The_token_in_the_address_is_not_logged()
    {
        var notes = await server.NotesAsync();
        using var client = server.Client();

        await client.GetAsync($"{notes.Keys.Issuer[..^"/oidc".Length]}/api/v2/oidc/validate_token?access_token=canary-of-a-token");

        Assert.NotEmpty(server.Log.Lines);
        Assert.DoesNotContain(server.Log.Lines, line => line.Contains("canary-of-a-token", StringComparison.Ordinal));
    }
}
