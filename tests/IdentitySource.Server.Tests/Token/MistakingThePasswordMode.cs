using IdentitySource.Server.Tests.SignIn;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Xunit;

namespace IdentitySource.Server.Tests.Token;

/// <summary>What is sent to the password mode that is no try of anybody's here.</summary>
public class MistakingThePasswordMode(StrictServer server) : IClassFixture<StrictServer>
{
    private static readonly string[] Ticked = ["password", "refresh_token"];

    private Task<RelyingParty> ShopAsync(string? method = null) => server.ApplicationAsync(input => input with
    {
        GrantTypes = Ticked,
        ResponseTypes = [],
        RedirectUris = [],
        TokenAuthentication = method,
    });

    private static Task<Answer> AskAsync(RelyingParty shop, string name, string password, string kind = "email") =>
        shop.TokenAsync(("grant_type", "password"), (kind, name), ("password", password));

    [Fact, Attack("XT-11")]
    public async Task Somebody_of_another_pool_is_unknown_here()
    {
        var elsewhere = await server.PersonAsync(poolId: await server.PoolAsync("operators"));

        var answer = await AskAsync(await ShopAsync(), elsewhere.Email, elsewhere.Password);

        Assert.Equal((400, "invalid_grant", "invalid credentials provided"), (answer.Status, answer.Error, answer["error_description"]));
    }

    [Theory, Attack("EN-12"), Attack("DS-02")]
    [InlineData("username", 1025, 10)]
    [InlineData("email", 2049, 10)]
    [InlineData("email", 10, 1025)]
    [InlineData("username", 5000, 5000)]
    public async Task What_is_too_long_to_be_right_is_refused_without_any_work(string kind, int name, int password)
    {
        var shop = await ShopAsync();
        var before = server.Hashes.Count;

        var answer = await AskAsync(shop, new string('a', name), new string('p', password), kind);

        Assert.Equal((400, "invalid_request"), (answer.Status, answer.Error));
        Assert.Equal(before, server.Hashes.Count);
    }

    [Fact, Attack("CA-09"), Attack("AC-15"), Attack("LG-03")]
    public async Task A_password_in_the_address_is_refused_and_not_logged()
    {
        var (shop, ann) = (await ShopAsync(), await server.AnnAsync());

        var answer = await shop.PostAsync("/token?password=canary-in-the-address", [("grant_type", "password"), ("email", ann.Email)]);

        Assert.Equal((400, "invalid_request"), (answer.Status, answer.Error));
        Assert.DoesNotContain(server.Log.Lines, line => line.Contains("canary-in-the-address", StringComparison.Ordinal));
    }

    [Fact, Attack("CA-04"), Attack("RF-05")]
    public async Task An_application_with_a_secret_has_to_show_it_and_one_without_may_ask_all_the_same()
    {
        var (shop, open, ann) = (await ShopAsync(), await ShopAsync("none"), await server.AnnAsync());
        RelyingParty bare = new(server.Client(), shop.Keys with { Method = "none" });
        var before = server.Hashes.Count;

        var refused = await AskAsync(bare, ann.Email, ann.Password);
        Assert.Equal((401, "invalid_client"), (refused.Status, refused.Error));
        Assert.Equal(before, server.Hashes.Count);
        Assert.Equal(200, (await AskAsync(open, ann.Email, ann.Password)).Status);
    }
}
