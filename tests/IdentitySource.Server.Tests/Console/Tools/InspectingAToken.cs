using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using IdentitySource.Management;
using IdentitySource.Management.Administration;
using IdentitySource.Management.Keys;
using IdentitySource.Protocol.Applications;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Console.Tools;

/// <summary>The token inspector of the console: what it says of our own tokens, of what became of them, and of what others made up.</summary>
public class InspectingAToken(HostedServer server) : IClassFixture<HostedServer>
{
    private const string Hostile = "<img src=x onerror=alert(1)>";

    [Fact]
    public async Task An_id_token_is_told_claim_by_claim()
    {
        var (application, tokens) = await TokensAsync();

        var page = await InspectAsync(tokens["id_token"]!);

        Assert.Equal(("ID token", "Nothing wrong"), Look(page));
        Assert.Contains("current key of Network Notes", page.Body, StringComparison.Ordinal);
        Assert.Equal("The application Network Notes.", Said(page, "aud"));
        Assert.Equal("The user Ann Example.", Said(page, "sub"));
        Assert.Equal("An issuer of this user pool.", Said(page, "iss"));
        Assert.Equal("Good for 1 h 0 min more.", Said(page, "exp"));
        Assert.Equal("Released by the scope email.", Said(page, "email"));
        Assert.Equal(application.Keys.ClientId, Shown(page, "aud"));
    }

    [Fact]
    public async Task An_access_token_is_asked_about_like_at_every_endpoint()
    {
        var (application, tokens) = await TokensAsync();
        var text = tokens["access_token"]!;
        Assert.Equal(("Access token of a person", "Nothing wrong"), Look(await InspectAsync("Bearer " + text)));

        await application.RevokeAsync(text);
        var revoked = await InspectAsync(text);

        Assert.Equal("Not good", Look(revoked).Verdict);
        Assert.Contains("The access token was revoked.", revoked.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refresh_token_is_recognised_and_never_shown_again_nor_logged()
    {
        var (_, tokens) = await TokensAsync(("scope", "openid offline_access"), ("prompt", "consent"));
        var text = tokens["refresh_token"]!;

        var page = await InspectAsync(text);

        Assert.Equal(("Refresh token", "Nothing wrong"), Look(page));
        Assert.Equal("The user Ann Example.", Said(page, "sub"));
        Assert.DoesNotContain(text, page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Log.Lines, line => line.Contains(text, StringComparison.Ordinal));
        Assert.Equal("no-store", page.Response.Headers.CacheControl?.ToString());
    }

    [Fact]
    public async Task An_opaque_token_is_found_by_its_hash()
    {
        var (_, tokens) = await TokensAsync(await server.ApplicationAsync(input => input with
        {
            Name = "Opaque Notes",
            Policy = new ApplicationPolicy { ShowConsent = false, AccessTokenFormat = AccessTokenFormat.Opaque },
        }));

        var page = await InspectAsync(tokens["access_token"]!);

        Assert.Equal(("Opaque access token of a person", "Nothing wrong"), Look(page));
        Assert.Equal("The application Opaque Notes.", Said(page, "client_id"));
        Assert.DoesNotContain(tokens["access_token"]!, page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_over_says_since_when()
    {
        var (_, tokens) = await TokensAsync();
        server.Clock.Advance(TimeSpan.FromHours(3));

        Assert.Equal("Expired 2 h 0 min ago.", Said(await InspectAsync(tokens["id_token"]!), "exp"));
    }

    [Fact]
    public async Task A_key_that_was_revoked_is_named_as_that()
    {
        var (_, tokens) = await TokensAsync(await server.ApplicationAsync(input => input with { Name = "Leaky Notes" }));
        var kid = System.Text.Json.JsonElement.Parse(Jwt.Header(tokens["id_token"]!)).GetProperty("kid").GetString()!;
        Assert.Empty((await server.Services.GetRequiredService<RevokeKey>().RunAsync(Actor.CommandLine, server.PoolId, kid, default)).Faults);

        var page = await InspectAsync(tokens["id_token"]!);

        Assert.Equal("Not good", Look(page).Verdict);
        Assert.Contains("was revoked at", page.Body, StringComparison.Ordinal);
    }

    [Fact, Attack("XT-25")]
    public async Task Of_another_pool_s_tokens_nothing_is_known_here()
    {
        var (_, tokens) = await TokensAsync(("scope", "openid offline_access"), ("prompt", "consent"));
        await using (var db = await server.DatabaseAsync())
        {
            db.UserPools.Add(new Storage.Entities.UserPool { Id = Guid.CreateVersion7(), Slug = "abroad", Name = "Abroad" });
            await db.SaveChangesAsync();
        }

        var owner = await server.ConsoleAsync(ConsoleRole.Owner, await server.PoolAsync("abroad"));
        foreach (var name in new[] { "id_token", "access_token", "refresh_token" })
        {
            var page = await InspectAsync(tokens[name]!, owner, "abroad");
            Assert.Equal("Not good", Look(page).Verdict);
            Assert.DoesNotContain("Network Notes", page.Body, StringComparison.Ordinal);
            Assert.DoesNotContain("The user Ann", page.Body, StringComparison.Ordinal);
        }
    }

    [Theory, Attack("XT-06")]
    [InlineData("""{"alg":"none","typ":"JWT"}""", """{"sub":"x","aud":"y"}""", "", "alg none")]
    [InlineData("""{"alg":"NoNe","typ":"JWT"}""", """{"sub":"x","aud":"y"}""", "AA", "alg none")]
    [InlineData("""{"alg":"RS256","typ":"JWT"}""", """{"iss":"https://idp.test/oidc"}""", "AA", "The header names no key")]
    [InlineData("""{"alg":"RS256","kid":"nobody"}""", """{"iss":"https://idp.test/oidc"}""", "AA", "No key of this user pool has the kid")]
    [InlineData("""{"alg":"RS256","kid":"a\u0000b"}""", """{"iss":"https://idp.test/oidc"}""", "AA", "No key of this user pool has the kid")]
    [InlineData("""{"alg":"RS256","jwk":{"kty":"RSA"}}""", """{"iss":"https://idp.test/oidc"}""", "AA", "brings or points at a key of its own")]
    [InlineData("""{"alg":"RS256","kid":"x"}""", """{"iss":"https://evil.example/oidc"}""", "AA", "Not an issuer of this user pool")]
    [InlineData("""{"alg":"HS256","typ":"JWT"}""", """{"aud":"nobody"}""", "AA", "for no application of this user pool")]
    [InlineData("""{"alg":"RS256"}""", """{"sub":"a","sub":"b"}""", "AA", "each member once")]
    [InlineData("""{"alg":"RS256","alg":"none"}""", """{}""", "AA", "each member once")]
    [InlineData("""["RS256"]""", """{}""", "AA", "The header is no JSON object")]
    [InlineData("""{"alg":"RS256"}""", """{"x":"\ud800"}""", "AA", "valid Unicode")]
    [InlineData("""{"alg":"RS256","kid":5}""", """{"exp":"soon","nbf":9e99,"aud":[1,2],"iss":7,"sub":{}}""", "AA", "Must be a text.")]
    public async Task What_others_made_up_is_told_plainly(string header, string payload, string signature, string said)
    {
        var page = await InspectAsync($"{Encode(header)}.{Encode(payload)}.{signature}");

        Assert.Equal((200, "Not good"), (page.Status, Look(page).Verdict));
        Assert.Contains(said, page.Document.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("a.b")]
    [InlineData("a.b.c.d.e")]
    [InlineData("e30 .e30.AA")]
    [InlineData("e30=.e30=.AA==")]
    [InlineData("0123456789abcdef0123456789abcdef01234567")]
    public async Task What_is_no_token_is_called_that(string text) =>
        Assert.Equal("Not recognised", Look(await InspectAsync(text)).Kind);

    [Fact]
    public async Task What_is_huge_or_deep_costs_no_more_than_a_sentence()
    {
        var huge = await InspectAsync($"{Encode("""{"alg":"RS256"}""")}.{Encode($$"""{"x":"{{new string('x', 20_000)}}"}""")}.AA");
        Assert.Contains("longer than any token", huge.Body, StringComparison.Ordinal);
        var deep = await InspectAsync($"{Encode("""{"alg":"RS256"}""")}.{Encode($$"""{"x":{{new string('[', 200)}}{{new string(']', 200)}}}""")}.AA");
        Assert.Contains("not nested deeper", deep.Body, StringComparison.Ordinal);
        var many = await InspectAsync($"{Encode("""{"alg":"none"}""")}.{Encode($$"""{"aud":[{{string.Join(',', Enumerable.Repeat("\"a\"", 2000))}}]}""")}.");
        Assert.Equal("Not good", Look(many).Verdict);
    }

    [Fact, Attack("UI-06")]
    public async Task Script_in_a_claim_or_in_the_header_is_text()
    {
        var page = await InspectAsync($"{Encode($$"""{"alg":"none","typ":"{{Hostile}}"}""")}.{Encode($$"""{"{{Hostile}}":"{{Hostile}}","sub":"{{Hostile}}"}""")}.");

        Assert.Empty(page.Document.QuerySelectorAll("main img, main script"));
        Assert.Contains(Hostile, page.Document.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact, Spec("RFC 8725 §2.1")]
    public async Task The_public_key_taken_for_a_secret_is_seen_through()
    {
        var (application, tokens) = await TokensAsync();
        var input = $"{Encode("""{"alg":"HS256","typ":"JWT"}""")}.{Encode(Jwt.Payload(tokens["id_token"]!))}";
        var key = Encoding.ASCII.GetBytes(await server.Client().GetStringAsync(new Uri(application.Keys.Issuer + "/.well-known/jwks.json")));
        var forged = $"{input}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(input)))}";

        var page = await InspectAsync(forged);

        Assert.Equal(("ID token", "Not good"), Look(page));
        Assert.Contains("takes the public key for a secret", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_claim_breaks_the_signature()
    {
        var (_, tokens) = await TokensAsync();
        var parts = tokens["id_token"]!.Split('.');
        var forged = $"{parts[0]}.{Encode(Jwt.Payload(tokens["id_token"]!).Replace("Ann", "Eve", StringComparison.Ordinal))}.{parts[2]}";

        Assert.Contains("The signature does not hold", (await InspectAsync(forged)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_viewer_is_told_that_it_is_not_for_viewers()
    {
        var page = await (await server.ConsoleAsync(ConsoleRole.Viewer)).GetAsync("/console/default/tools/token");
        Assert.Null(page.Document.QuerySelector("textarea"));
        Assert.Contains("Not for viewers", page.Body, StringComparison.Ordinal);
    }

    private async Task<(RelyingParty Application, Answer Tokens)> TokensAsync(params (string, string?)[] changes) => await TokensAsync(await server.NotesAsync(), changes);

    private async Task<(RelyingParty Application, Answer Tokens)> TokensAsync(RelyingParty application, params (string, string?)[] changes)
    {
        var browser = server.Browser();
        var visit = await browser.SignInAsync(application.AuthorizeUrl(changes), await server.AnnAsync());
        visit = visit.Left is null ? await browser.AllowAsync(visit) : visit;
        return (application, await application.ExchangeAsync(visit.Answer["code"]));
    }

    private async Task<Visit> InspectAsync(string text, Browser? browser = null, string pool = "default")
    {
        browser ??= await server.ConsoleAsync(ConsoleRole.Administrator);
        var page = await browser.SubmitAsync(await browser.GetAsync($"/console/{pool}/tools/token"), new Dictionary<string, string> { ["token"] = text });
        Assert.DoesNotContain("Verdict.", page.Document.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        return page;
    }

    private static (string Kind, string Verdict) Look(Visit page) =>
        (page.Document.QuerySelector(".inspection h2")!.TextContent, page.Document.QuerySelector(".inspection .row .badge")!.TextContent);

    private static string? Shown(Visit page, string claim) => Row(page, claim).QuerySelector("bdi")?.TextContent;

    private static string? Said(Visit page, string claim) => Row(page, claim).QuerySelector("td:last-child span:not(.badge)")?.TextContent;

    private static AngleSharp.Dom.IElement Row(Visit page, string claim) =>
        page.Document.QuerySelectorAll(".inspection tr").Last(row => row.QuerySelector("th code")?.TextContent == claim);

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
