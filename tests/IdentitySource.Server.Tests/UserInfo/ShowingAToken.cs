using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Xunit;

namespace IdentitySource.Server.Tests.UserInfo;

/// <summary>The ways of RFC 6750 to bring a token along, and how a request that fails at it is challenged.</summary>
public partial class ShowingAToken(HostedServer server) : IClassFixture<HostedServer>
{
    [Theory, Spec("RFC 6750 §2.1"), Spec("RFC 6750 §2.2"), Spec("OIDC Core §5.3.1"), Suite("oidcc-userinfo-get"), Suite("oidcc-userinfo-post-header"), Suite("oidcc-userinfo-post-body")]
    [InlineData("GET", "Bearer {0}", null)]
    [InlineData("GET", "bEARER {0}", null)]
    [InlineData("POST", "Bearer {0}", null)]
    [InlineData("POST", null, "access_token={0}")]
    public async Task It_may_stand_in_the_header_or_in_a_posted_form(string method, string? header, string? body)
    {
        var (token, person) = await TokenAsync();

        var answer = await SendAsync(method, Filled(header, token), Filled(body, token));

        Assert.Equal((200, person.Id.ToString("N")), (answer.Status, answer["sub"]));
    }

    [Theory, Spec("RFC 6750 §2.2"), Attack("CT-01")]
    [InlineData("GET", "application/x-www-form-urlencoded", 401)]
    [InlineData("POST", "application/json", 415)]
    [InlineData("POST", "multipart/form-data; boundary=x", 415)]
    public async Task A_body_of_another_kind_or_method_is_not_read(string method, string kind, int status)
    {
        var (token, _) = await TokenAsync();

        Assert.Equal(status, (await SendAsync(method, null, $"access_token={token}", kind)).Status);
    }

    [Theory, Spec("RFC 6750 §3"), Attack("HI-02")]
    [InlineData(null, 401, "realm")]
    [InlineData("Basic eDp5", 401, "realm error error_description")]
    [InlineData("Bearer", 401, "realm error error_description")]
    [InlineData("Bearer x.y.z", 401, "realm error error_description")]
    [InlineData("Bearer {0} ", 403, "realm error error_description scope")]
    public async Task Who_fails_is_challenged_once_with_each_parameter_once(string? header, int status, string parameters)
    {
        var answer = await SendAsync("GET", Filled(header, status == 403 ? await NarrowAsync() : ""));

        var challenge = Assert.Single(answer.Response.Headers.GetValues("WWW-Authenticate"));
        Assert.Equal((status, ""), (answer.Status, answer.Body));
        Assert.StartsWith("Bearer ", challenge, StringComparison.Ordinal);
        var found = Parameter().Matches(challenge);
        Assert.Equal("Bearer " + string.Join(", ", found.Select(each => each.Value)), challenge);
        Assert.Equal(parameters.Split(' '), found.Select(each => each.Groups["name"].Value));
    }

    private static string? Filled(string? text, string token) => text?.Replace("{0}", token, StringComparison.Ordinal);

    private async Task<(string Token, Person Person)> TokenAsync()
    {
        var (notes, browser, person) = await server.SignedInAsync();
        return ((await notes.ExchangeAsync((await browser.GetAsync(notes.AuthorizeUrl())).Answer["code"]))["access_token"]!, person);
    }

    /// <summary>A token without <c>openid</c> comes of a refresh alone.</summary>
    private async Task<string> NarrowAsync()
    {
        var (notes, browser, _) = await server.SignedInAsync();
        var consent = await browser.GetAsync(notes.AuthorizeUrl(("scope", "openid email offline_access"), ("prompt", "consent")));
        var bought = await notes.ExchangeAsync((await browser.AllowAsync(consent)).Answer["code"]);
        return (await notes.RefreshAsync(bought["refresh_token"]!, ("scope", "email")))["access_token"]!;
    }

    private async Task<Answer> SendAsync(string method, string? header, string? body = null, string kind = "application/x-www-form-urlencoded")
    {
        var notes = await server.NotesAsync();
        using HttpRequestMessage request = new(new HttpMethod(method), notes.Keys.Issuer + "/me");
        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", header);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, MediaTypeHeaderValue.Parse(kind));
        }

        return await Answer.OfAsync(await server.Client().SendAsync(request));
    }

    [GeneratedRegex(@"(?<name>[a-z_]+)=""[\x20-\x21\x23-\x5B\x5D-\x7E]*""")]
    private static partial Regex Parameter();
}
