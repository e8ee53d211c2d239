using IdentitySource.Management;
using IdentitySource.Management.Consents;
using IdentitySource.Management.Users;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Consent;

/// <summary>What a person or an operator takes back is over at once: at the next request of whoever had it.</summary>
public class WithdrawingConsent(HostedServer server) : IClassFixture<HostedServer>
{
    [Fact, Attack("CO-11")]
    public async Task Its_tokens_are_dead_and_it_has_to_ask_again_while_others_keep_theirs()
    {
        var (ann, browser) = (await server.PersonAsync(), server.Browser());
        var (shop, other) = (await AskingAsync(), await AskingAsync());
        var page = await browser.SignInAsync(Address(shop), ann);
        var tokens = await AllowedAsync(shop, browser, page);
        var others = await AllowedAsync(other, browser, await browser.GetAsync(Address(other)));

        await WithdrawAsync(ann, shop);

        Assert.Equal("invalid_grant", (await shop.RefreshAsync(tokens["refresh_token"]!)).Error);
        Assert.Equal(401, (await shop.UserInfoAsync(tokens["access_token"]!)).Status);
        Assert.Equal("consent_required", await browser.SilentAsync(shop));
        Assert.Equal(200, (await other.RefreshAsync(others["refresh_token"]!)).Status);
        Assert.Equal("code", await browser.SilentAsync(other));
        await using var db = await server.DatabaseAsync();
        var audit = await db.Events.SingleAsync(row => row.Kind == "consent_withdrawn" && row.UserId == ann.Id);
        Assert.Equal(shop.Keys.ClientId, audit.ApplicationId?.ToString("N"));
        Assert.Equal(12, audit.Reference.Length);
    }

    [Fact]
    public async Task Nothing_is_withdrawn_from_who_has_nothing()
    {
        var (ann, shop) = (await server.PersonAsync(), await AskingAsync());
        Assert.Equal("consent_unknown", await RefusedAsync(ann.Email, shop.Keys.ClientId));
        Assert.Equal("application_unknown", await RefusedAsync(ann.Email, "nothing"));
        Assert.Equal("user_unknown", await RefusedAsync("nobody", shop.Keys.ClientId));
    }

    [Fact, Attack("CO-11")]
    public async Task Signed_out_everywhere_no_browser_and_no_refresh_token_goes_on()
    {
        var (ann, here, there) = (await server.PersonAsync(), server.Browser(), server.Browser());
        var shop = await AskingAsync();
        var tokens = await AllowedAsync(shop, here, await here.SignInAsync(Address(shop), ann));
        await there.SignInAsync(shop.AuthorizeUrl(), ann);

        Assert.Empty((await server.Services.GetRequiredService<SignOutUser>().RunAsync(
            Actor.CommandLine, new UserName(server.PoolId, ann.Username), default)).Faults);

        Assert.Equal("invalid_grant", (await shop.RefreshAsync(tokens["refresh_token"]!)).Error);
        Assert.Equal("login_required", await here.SilentAsync(shop));
        Assert.Equal("login_required", await there.SilentAsync(shop));
        await there.SignInAsync(shop.AuthorizeUrl(), ann);
        Assert.Equal("code", await there.SilentAsync(shop));
    }

    private static string Address(RelyingParty shop) => shop.AuthorizeUrl(("scope", "openid offline_access profile email"), ("prompt", "consent"));

    private Task<RelyingParty> AskingAsync() => server.ApplicationAsync(input => input with { Policy = input.Policy with { ShowConsent = true } });

    private async Task<Answer> AllowedAsync(RelyingParty shop, Browser browser, Visit page)
    {
        var tokens = await shop.ExchangeAsync((await browser.AllowAsync(page)).Answer["code"]);
        Assert.NotNull(tokens["refresh_token"]);
        server.Clock.AdvanceSeconds(1);
        return tokens;
    }

    private async Task WithdrawAsync(Person person, RelyingParty from) => Assert.Empty((await RunAsync(person.Email, from.Keys.ClientId)).Faults);

    private async Task<string> RefusedAsync(string person, string application) => Assert.Single((await RunAsync(person, application)).Faults).Reason;

    private Task<Outcome<Guid>> RunAsync(string person, string application) =>
        server.Services.GetRequiredService<WithdrawConsent>().RunAsync(Actor.CommandLine, new UserName(server.PoolId, person), application, default);
}
