using System.Text;
using System.Text.RegularExpressions;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Xunit;

namespace IdentitySource.Server.Tests.Wire;

/// <summary>Every answer says what it is, holds only what its header may hold, and is kept by nobody unless it is public.</summary>
public partial class LabellingAnswers(HostedServer server) : IClassFixture<HostedServer>
{
    [Fact, Attack("CH-01"), Attack("CT-06"), Spec("RFC 6749 §5.1")]
    public async Task What_carries_tokens_or_tells_of_them_is_plain_json_that_nobody_keeps()
    {
        var (notes, browser, _) = await server.SignedInAsync();
        var bought = await notes.ExchangeAsync((await browser.GetAsync(notes.AuthorizeUrl())).Answer["code"]);
        var token = bought["access_token"]!;
        Answer[] answers =
        [
            bought, await notes.ExchangeAsync("x"), await notes.TokenAsync(("client_secret", "x")),
            await notes.IntrospectAsync(token), await notes.IntrospectAsync("x"), await notes.PostAsync("/token/introspection", []),
            await notes.UserInfoAsync(token), await notes.UserInfoAsync("x"),
            await notes.RevokeAsync("x"), await notes.PostAsync("/token/revocation", []), await notes.RevokeAsync(token),
        ];

        Assert.Equal([200, 400, 400, 200, 200, 400, 200, 401, 200, 400, 200], answers.Select(answer => answer.Status));
        Assert.All(answers, answer =>
        {
            Assert.Equal(("no-store", "no-cache"), (answer.Response.Headers.CacheControl!.ToString(), answer.Response.Headers.Pragma.ToString()));
            Assert.Equal("nosniff", Assert.Single(answer.Response.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal(answer.Body.Length == 0 ? null : "application/json", answer.Response.Content.Headers.ContentType?.ToString());
        });
    }

    [Theory, Attack("CT-06")]
    [InlineData("/oidc/.well-known/openid-configuration", "application/json")]
    [InlineData("/.well-known/oauth-authorization-server/oidc", "application/json")]
    [InlineData("/oidc/.well-known/jwks.json", "application/json")]
    [InlineData("/health/live", "text/plain; charset=utf-8")]
    [InlineData("/oidc/auth", "text/html; charset=utf-8")]
    [InlineData("/oidc/auth/continue?ticket=x", "text/html; charset=utf-8")]
    [InlineData("/nowhere", "text/html; charset=utf-8")]
    public async Task What_a_browser_is_shown_names_its_kind_and_alphabet(string path, string kind)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(HostedServer.Origin, path));
        var response = await server.Browser().RawAsync(request);

        Assert.Equal(kind, response.Content.Headers.ContentType!.ToString());
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
    }

    [Theory, Attack("HI-02"), Spec("RFC 6749 §5.2")]
    [InlineData("a\"b\\c")]
    [InlineData("a\r\nSet-Cookie: b=c")]
    [InlineData("ä\u007f€")]
    public async Task A_strangers_text_puts_nothing_into_a_description_or_a_challenge(string text)
    {
        var notes = await server.NotesAsync();
        var basic = await server.ApplicationAsync(input => input with { TokenAuthentication = "client_secret_basic" });
        var asSent = Uri.EscapeDataString(text);
        HttpResponseMessage[] answers =
        [
            await PostAsync(notes, $"grant_type=refresh_token&client_id={asSent}&client_secret={asSent}"),
            await PostAsync(basic, $"grant_type={asSent}", text),
            await PostAsync(notes, $"{asSent}=1&{asSent}=2"),
            await PostAsync(notes, $"grant_type={asSent}&client_id={notes.Keys.ClientId}&client_secret={notes.Keys.Secret}"),
        ];

        foreach (var response in answers)
        {
            var answer = await Answer.OfAsync(response);
            Assert.InRange(answer.Status, 400, 401);
            Assert.Matches(Allowed(), answer["error_description"]!);
            Assert.False(response.Headers.Contains("Set-Cookie"));
            Assert.All(response.Headers.WwwAuthenticate, challenge => Assert.Equal("Basic realm=\"oidc\", charset=\"UTF-8\"", challenge.ToString()));
        }

        Assert.Single(answers[1].Headers.WwwAuthenticate);
    }

    private async Task<HttpResponseMessage> PostAsync(RelyingParty application, string body, string? user = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, application.Keys.Issuer + "/token")
        {
            Content = new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-www-form-urlencoded")),
        };
        if (user is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(user + ":wrong")));
        }

        return await server.Client().SendAsync(request);
    }

    [GeneratedRegex(@"\A[\x20-\x21\x23-\x5B\x5D-\x7E]+\z")]
    private static partial Regex Allowed();
}
