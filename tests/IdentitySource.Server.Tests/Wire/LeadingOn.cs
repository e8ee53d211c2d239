using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Xunit;

namespace IdentitySource.Server.Tests.Wire;

/// <summary>
/// Where a browser is sent on to. That every redirect of every test is one of ours or a registered one is checked by
/// <see cref="Doorkeeper"/>; here is what a whole road of them looks like.
/// </summary>
public class LeadingOn(HostedServer server) : IClassFixture<HostedServer>
{
    [Fact, Attack("OR-11"), Spec("RFC 9700 §4.12"), Spec("RFC 9207 §2")]
    public async Task No_redirect_makes_a_browser_repeat_what_it_posted()
    {
        var (notes, ann, browser) = (await server.NotesAsync(), await server.AnnAsync(), server.Browser());
        notes.Scope = "openid offline_access";
        var page = await browser.SignInAsync(notes.AuthorizeUrl(("prompt", "consent")), ann);
        var tokens = await notes.ExchangeAsync((await browser.AllowAsync(page)).Answer["code"]);
        var asked = new Uri(notes.AuthorizeUrl());
        await browser.PostFromElsewhereAsync(asked.GetLeftPart(UriPartial.Path), Fields(asked.Query));
        await browser.PostAsync("/preferences", [new("language", "en"), new("return", "/")]);
        await browser.PostFromElsewhereAsync(notes.Keys.Issuer + "/session/end", [new("id_token_hint", tokens["id_token"]!), new("post_logout_redirect_uri", "https://rp.acme.test/bye")]);

        var redirects = browser.History.Where(response => (int)response.StatusCode is >= 300 and < 400).ToList();
        Assert.Equal(
            ["/oidc/auth", "/preferences", "/oidc/session/end"],
            redirects.Select(response => response.RequestMessage!).Where(request => request.Method == HttpMethod.Post)
                .Select(request => request.RequestUri!.AbsolutePath.Replace(new Uri(notes.Keys.Issuer).AbsolutePath, "/oidc", StringComparison.Ordinal)));
        Assert.All(redirects, response =>
        {
            Assert.Equal(303, (int)response.StatusCode);
            Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
            Assert.True(IsOurs(response.Headers.Location!) || response.Headers.Location!.OriginalString.StartsWith("https://rp.acme.test/", StringComparison.Ordinal));
        });
    }

    private static bool IsOurs(Uri location) => location.OriginalString is "/" or ['/', not ('/' or '\\'), ..];

    private static IEnumerable<KeyValuePair<string, string>> Fields(string query) => query.TrimStart('?').Split('&').Select(pair => pair.Split('='))
        .Select(pair => KeyValuePair.Create(pair[0], Uri.UnescapeDataString(pair[1])));
}
