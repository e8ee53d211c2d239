using System.Text.Json;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Xunit;

namespace IdentitySource.Server.Tests.Session;

/// <summary><c>/cas/session</c>: an application's own pages learn who is signed in at this browser, and nobody else's pages do.</summary>
public class AskingWhetherSomebodyIsThere(HostedServer server) : IClassFixture<HostedServer>
{
    private const string Somebody = """{"session":{},"userInfo":{}}""";

    private const string Own = "https://rp.acme.test";

    [Fact]
    public async Task The_applications_own_page_learns_of_the_session_and_its_person()
    {
        var (notes, browser, ann) = await server.SignedInAsync();

        var (answer, origin) = await AskAsync(notes, browser, Own);

        Assert.Equal((Own, ann.Id.ToString("N")), (origin, answer.GetProperty("userInfo").GetProperty("sub").GetString()));
        Assert.Equal(32, answer.GetProperty("session").GetProperty("id").GetString()!.Length);
        Assert.Equal("pwd", answer.GetProperty("session").GetProperty("amr")[0].GetString());
    }

    [Fact]
    public async Task Of_the_person_it_learns_no_more_than_they_have_allowed_it()
    {
        var shop = await server.ApplicationAsync(input => input with { Policy = new() });
        var (browser, ann) = (server.Browser(), await server.AnnAsync());
        var page = await browser.SignInAsync(shop.AuthorizeUrl(("scope", "openid")), ann);
        Assert.Equal(Somebody, (await AskAsync(shop, browser, Own)).Answer.GetRawText());

        await browser.AllowAsync(page);
        Assert.Equal($$"""{"sub":"{{ann.Id:N}}"}""", (await AskAsync(shop, browser, Own)).Answer.GetProperty("userInfo").GetRawText());

        await browser.AllowAsync(await browser.GetAsync(shop.AuthorizeUrl(("scope", "openid email"))));
        Assert.Equal(ann.Email, (await AskAsync(shop, browser, Own)).Answer.GetProperty("userInfo").GetProperty("email").GetString());
    }

    [Fact]
    public async Task An_application_without_a_consent_page_learns_what_it_was_granted_and_only_while_it_holds_it()
    {
        var (_, browser, ann) = await server.SignedInAsync();
        var shop = await server.ApplicationAsync();
        Assert.Equal(Somebody, (await AskAsync(shop, browser, Own)).Answer.GetRawText());

        await browser.GetAsync(shop.AuthorizeUrl(("scope", "openid email")));
        var person = (await AskAsync(shop, browser, Own)).Answer.GetProperty("userInfo");
        Assert.Equal(["email", "email_verified", "sub"], person.EnumerateObject().Select(claim => claim.Name).Order());
        Assert.Equal(ann.Email, person.GetProperty("email").GetString());

        server.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(Somebody, (await AskAsync(shop, browser, Own)).Answer.GetRawText());
    }

    [Fact]
    public async Task Without_a_session_it_is_null()
    {
        var notes = await server.NotesAsync();

        Assert.Equal("""{"session":null}""", (await AskAsync(notes, server.Browser(), Own)).Answer.GetRawText());
    }

    [Fact, Attack("SF-04")]
    public async Task After_a_sign_out_the_old_cookie_tells_nothing()
    {
        var (notes, browser, _) = await server.SignedInAsync();
        var handle = browser.Cookie("session-")!;
        await browser.SubmitAsync(await browser.GetAsync(notes.Keys.Issuer + "/session/end"), Steps.Nothing, "sign_out");
        browser.Cookies.Add(handle);

        Assert.Equal("""{"session":null}""", (await AskAsync(notes, browser, Own)).Answer.GetRawText());
    }

    [Fact, Attack("CR-04")]
    public async Task At_the_shared_address_the_application_is_named_and_only_its_own_page_may_read()
    {
        var (notes, browser, ann) = await server.SignedInAsync();
        var own = await server.ApplicationAsync(input => input with { RedirectUris = ["https://other.acme.test/cb"] }, shared: true);

        await browser.GetAsync(own.AuthorizeUrl(("scope", "openid")));
        var (answer, origin) = await AskAsync(own, browser, "https://other.acme.test", $"?client_id={own.Keys.ClientId}");
        Assert.Equal(("https://other.acme.test", ann.Id.ToString("N")), (origin, answer.GetProperty("userInfo").GetProperty("sub").GetString()));

        Assert.Null((await AskAsync(own, browser, "https://other.acme.test", $"?client_id={notes.Keys.ClientId}")).AllowedOrigin);
        Assert.Equal("""{"session":null}""", (await AskAsync(own, browser, "https://other.acme.test")).Answer.GetRawText());
    }

    [Theory, Attack("CR-01"), Attack("CR-06")]
    [InlineData("https://evil.test")]
    [InlineData("null")]
    [InlineData("https://rp.acme.test.evil.test")]
    public async Task A_foreign_page_may_not_read_it(string origin)
    {
        var (notes, browser, _) = await server.SignedInAsync();

        Assert.Null((await AskAsync(notes, browser, origin)).AllowedOrigin);
    }

    private static async Task<(JsonElement Answer, string? AllowedOrigin)> AskAsync(RelyingParty application, Browser browser, string origin, string query = "")
    {
        using HttpRequestMessage request = new(HttpMethod.Get, application.Keys.Issuer[..^"/oidc".Length] + "/cas/session" + query);
        request.Headers.Add("Origin", origin);
        using var response = await browser.RawAsync(request);
        var allowed = response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null;
        if (allowed is not null)
        {
            Assert.Equal("true", response.Headers.GetValues("Access-Control-Allow-Credentials").Single());
        }

        return (JsonElement.Parse(await response.Content.ReadAsStringAsync()), allowed);
    }
}
