using System.Text.Json;
using IdentitySource.Protocol.Applications;
using IdentitySource.Storage.Entities;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Server.Tests.Events;

/// <summary>What happened is found again: who, what, which application, why, from where. At the shared address too, where only the request names the application.</summary>
public class LeavingATrail(HostedServer server) : IClassFixture<HostedServer>
{
    [Fact]
    public async Task A_sign_in_its_tokens_and_its_end_name_the_person_and_the_application()
    {
        var (notes, ann) = (await server.ApplicationAsync(shared: true), await server.PersonAsync("dora"));
        var browser = server.Browser();
        var answered = await browser.AllowAsync(await browser.SignInAsync(notes.AuthorizeUrl(("prompt", "consent")), ann));
        var tokens = await notes.ExchangeAsync(answered.Answer["code"]);
        await notes.RevokeAsync(tokens["access_token"]!);

        foreach (var kind in new[] { "sign_in", "consent", "authorized", "token_issued", "token_revoked" })
        {
            var row = await FindAsync(ann, row => row.Kind == kind);
            Assert.Equal((notes.Keys.ClientId, true), (row.ApplicationId?.ToString("N"), row.Success));
            Assert.Equal(12, row.Reference!.Length);
        }

        var authorized = await FindAsync(ann, row => row.Kind == "authorized");
        Assert.Equal("code", JsonElement.Parse(authorized.Detail!).GetProperty("response_type").GetString());
    }

    [Fact]
    public async Task What_the_OAuth_provider_gave_and_refused_says_that_it_was_that_one()
    {
        OAuthProvider provider = new() { GrantTypes = ["authorization_code", "refresh_token"] };
        var notes = await server.ApplicationAsync(input => input with { Policy = input.Policy with { OAuth = provider } });
        RelyingParty shop = new(server.Client(), notes.Keys with { Issuer = notes.Keys.Issuer[..^"oidc".Length] + "oauth" });
        var (ann, browser) = (await server.PersonAsync("olga"), server.Browser());
        var answered = await browser.SignInAsync(shop.AuthorizeUrl(("scope", null)), ann);
        await shop.ExchangeAsync(answered.Answer["code"]);

        foreach (var (kind, member, value) in new[] { ("authorized", "response_type", "code"), ("token_issued", "grant_type", "authorization_code") })
        {
            var detail = JsonElement.Parse((await FindAsync(ann, row => row.Kind == kind)).Detail!);
            Assert.Equal((value, "oauth"), (detail.GetProperty(member).GetString(), detail.GetProperty("provider").GetString()));
        }

        await shop.ExchangeAsync(answered.Answer["code"]);
        var path = new Uri(shop.Keys.Issuer).AbsolutePath + "/token";
        Assert.Contains(server.Log.Lines, line => line.Contains($" at {path}: invalid_grant (code_replayed)", StringComparison.Ordinal));
    }

    [Fact, Attack("RF-02"), Attack("AC-02")]
    public async Task A_theft_names_whom_it_hit_and_no_secret()
    {
        var (notes, ann) = (await server.ApplicationAsync(shared: true), await server.PersonAsync("emil"));
        notes.Scope = "openid offline_access";
        var browser = server.Browser();
        var answered = await browser.AllowAsync(await browser.SignInAsync(notes.AuthorizeUrl(("prompt", "consent")), ann));
        var stolen = (await notes.ExchangeAsync(answered.Answer["code"]))["refresh_token"]!;
        var next = (await notes.RefreshAsync(stolen))["refresh_token"]!;
        await notes.RefreshAsync(next);
        server.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal("invalid_grant", (await notes.RefreshAsync(stolen)).Error);

        var row = await FindAsync(ann, row => row.Reason == "refresh_token_reused");
        Assert.Equal((notes.Keys.ClientId, false), (row.ApplicationId?.ToString("N"), row.Success));
        Assert.Equal("likely_theft", Evidence(row)["verdict"]);
        Assert.DoesNotContain(stolen, row.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_nearly_right_is_kept_beside_the_right_one()
    {
        var (notes, browser, _) = await server.SignedInAsync();
        var hint = (await notes.ExchangeAsync((await browser.GetAsync(notes.AuthorizeUrl())).Answer["code"]))["id_token"];

        await browser.GetAsync(notes.AuthorizeUrl(("redirect_uri", "https://rp.acme.test/CB")));
        await browser.GetAsync($"{notes.Keys.Issuer}/session/end?id_token_hint={hint}&post_logout_redirect_uri=https%3A%2F%2Frp.acme.test%2Fbye%2F");

        Assert.Equal(("https://rp.acme.test/cb", "Case"), await NearestAsync("redirect_uri_unregistered"));
        Assert.Equal(("https://rp.acme.test/bye", "TrailingSlash"), await NearestAsync("logout_uri_unregistered"));

        async Task<(string?, string?)> NearestAsync(string reason)
        {
            var evidence = Evidence(await FindAsync(row => row.Reason == reason));
            return (evidence["expected"], evidence["differs_in"]);
        }
    }

    private static Dictionary<string, string?> Evidence(EventRow row) => JsonElement.Parse(row.Detail!).GetProperty("evidence").EnumerateArray()
        .ToDictionary(each => each.GetProperty("name").GetString()!, each => each.GetProperty("value").GetString());

    private Task<EventRow> FindAsync(Person person, System.Linq.Expressions.Expression<Func<EventRow, bool>> which) =>
        FindAsync(which, row => row.UserId == person.Id);

    private async Task<EventRow> FindAsync(params System.Linq.Expressions.Expression<Func<EventRow, bool>>[] which)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            await using var db = await server.DatabaseAsync();
            if (await which.Aggregate(db.Events.AsNoTracking(), (rows, one) => rows.Where(one)).FirstOrDefaultAsync() is { } row)
            {
                return row;
            }

            await Task.Delay(100);
        }

        throw new InvalidOperationException("No such event came.");
    }
}
