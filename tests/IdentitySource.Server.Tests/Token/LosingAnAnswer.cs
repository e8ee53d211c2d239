using IdentitySource.Management;
using IdentitySource.Management.Applications;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Token;

/// <summary>What was granted, and what is left of it when an answer, a session or a secret is gone.</summary>
public class LosingAnAnswer(HostedServer server) : IClassFixture<HostedServer>
{
    [Fact, Attack("AC-13"), Spec("RFC 6749 §4.1.2")]
    public async Task A_code_whose_answer_never_arrived_is_spent_and_trying_again_leaves_nothing_alive()
    {
        var (notes, browser, _) = await OfflineAsync();
        var code = (await ConsentedAsync(notes, browser)).Answer["code"];
        var lost = await notes.ExchangeAsync(code);

        Assert.Equal("invalid_grant", (await notes.ExchangeAsync(code)).Error);

        Assert.Equal("False", (await notes.IntrospectAsync(lost["access_token"]!))["active"]);
        Assert.Equal("invalid_grant", (await notes.RefreshAsync(lost["refresh_token"]!)).Error);
        await using var db = await server.DatabaseAsync();
        var application = Guid.Parse(notes.Keys.ClientId);
        Assert.Equal(0, await db.Set<Storage.Entities.AuthorizationRow>().CountAsync(row => row.ApplicationId == application && row.CodeTakenAt != null && row.RevokedAt == null));
        Assert.Equal(200, (await notes.ExchangeAsync((await ConsentedAsync(notes, browser)).Answer["code"])).Status);
    }

    [Fact, Attack("RF-21"), Spec("OIDC Core §11")]
    public async Task Without_offline_access_nothing_outlives_the_session()
    {
        var (notes, browser, _) = await server.SignedInAsync();
        var tokens = await notes.ExchangeAsync((await browser.GetAsync(notes.AuthorizeUrl())).Answer["code"]);
        Assert.Null(tokens["refresh_token"]);
        Assert.Equal(200, (await notes.UserInfoAsync(tokens["access_token"]!)).Status);

        await browser.GetAsync($"{notes.Keys.Issuer}/session/end?id_token_hint={tokens["id_token"]}");

        Assert.Equal(401, (await notes.UserInfoAsync(tokens["access_token"]!)).Status);
        Assert.Equal("False", (await notes.IntrospectAsync(tokens["access_token"]!))["active"]);
    }

    [Fact, Attack("RF-21"), Spec("OIDC Core §11")]
    public async Task With_it_the_refresh_token_lives_on()
    {
        var (notes, browser, _) = await OfflineAsync();
        var tokens = await notes.ExchangeAsync((await ConsentedAsync(notes, browser)).Answer["code"]);

        await browser.GetAsync($"{notes.Keys.Issuer}/session/end?id_token_hint={tokens["id_token"]}");

        Assert.Equal("login_required", await browser.SilentAsync(notes));
        Assert.Equal(200, (await notes.RefreshAsync(tokens["refresh_token"]!)).Status);
    }

    [Fact, Attack("DB-07")]
    public async Task While_its_secret_is_renewed_an_application_is_believed_or_refused_and_afterwards_by_the_new_one_alone()
    {
        var (before, browser, _) = await OfflineAsync();
        var tokens = await before.ExchangeAsync((await ConsentedAsync(before, browser)).Answer["code"]);
        var calling = Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => before.IntrospectAsync(tokens["access_token"]!))));
        var refreshing = server.Services.GetRequiredService<RefreshApplicationSecret>().RunAsync(Actor.CommandLine, server.PoolId, before.Keys.ClientId, default);
        Assert.All(await calling, answer => Assert.True(answer is { Status: 200 } or { Status: 401, Error: "invalid_client" }, answer.Body));
        RelyingParty after = new(server.Client(), before.Keys with { Secret = (await refreshing).Value!.Secret });

        var old = await before.RefreshAsync(tokens["refresh_token"]!);
        Assert.Equal((401, "invalid_client"), (old.Status, old.Error));
        Assert.Equal(200, (await after.RefreshAsync(tokens["refresh_token"]!)).Status);
    }

    private Task<SignedIn> OfflineAsync() => server.SignedInAsync(input => input);

    private async Task<Visit> ConsentedAsync(RelyingParty notes, Browser browser)
    {
        // What was allowed in this very moment counts as the answer to this question.
        server.Clock.AdvanceSeconds(1);
        notes.Scope = "openid offline_access";
        return await browser.AllowAsync(await browser.GetAsync(notes.AuthorizeUrl(("prompt", "consent"))));
    }
}
