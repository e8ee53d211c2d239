using System.Net;
using System.Net.Http.Headers;
using System.Text;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Xunit;

namespace IdentitySource.Server.Tests.Token;

/// <summary>What the back channel answers to requests that are not even a token request.</summary>
public class SendingBadRequests(HostedServer server) : IClassFixture<HostedServer>
{
    public static TheoryData<string> BackChannel => ["/token", "/token/introspection", "/token/revocation"];

    [Theory, Attack("HM-01"), Spec("RFC 6749 §3.2")]
    [MemberData(nameof(BackChannel))]
    public async Task Anything_but_POST_is_405_and_names_POST(string path)
    {
        var notes = await server.ApplicationAsync();
        foreach (var method in new[] { "GET", "HEAD", "PUT", "DELETE", "PATCH", "FOO" })
        {
            var response = await server.Client().SendAsync(new HttpRequestMessage(new HttpMethod(method), notes.Keys.Issuer + path));
            Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
            Assert.Contains("POST", response.Content.Headers.Allow);
        }
    }

    [Theory, Attack("CT-01"), Attack("CT-02")]
    [InlineData("application/json", 415)]
    [InlineData("text/plain", 415)]
    [InlineData("multipart/form-data; boundary=x", 415)]
    [InlineData("application/x-www-form-urlencoded; charset=utf-16", 415)]
    [InlineData("application/x-www-form-urlencoded; boundary=x", 415)]
    [InlineData("APPLICATION/X-WWW-FORM-URLENCODED; charset=UTF-8", 400)]
    [InlineData("application/x-www-form-urlencoded", 400)]
    public async Task Only_a_form_in_UTF8_is_read(string contentType, int status)
    {
        var notes = await server.ApplicationAsync();
        var answer = await PostAsync(notes.Keys.Issuer + "/token", "client_id=" + notes.Keys.ClientId + "&client_secret=" + notes.Keys.Secret, contentType);

        Assert.Equal(status, answer.Status);
        Assert.Equal("application/json", answer.Response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("no-store", answer.Response.Headers.CacheControl!.ToString());
    }

    [Fact, Attack("OV-05")]
    public async Task A_body_that_is_too_large_is_413()
    {
        var notes = await server.ApplicationAsync();
        var answer = await PostAsync(notes.Keys.Issuer + "/token", "grant_type=authorization_code&code=" + new string('a', 64 * 1024));
        Assert.Equal(413, answer.Status);
    }

    [Theory, Attack("UN-02")]
    [InlineData("code=%ff%fe")]
    [InlineData("code=%c0%ae")]
    [InlineData("code=%ed%a0%80")]
    [InlineData("code=%")]
    [InlineData("code=%zz")]
    [InlineData("code=%00")]
    public async Task Text_that_is_not_UTF8_is_400(string body)
    {
        var notes = await server.ApplicationAsync();
        var answer = await PostAsync(notes.Keys.Issuer + "/token", body);
        Assert.Equal((400, "invalid_request"), (answer.Status, answer.Error));
    }

    [Theory, Attack("AC-15"), Attack("CA-09"), Attack("PP-06"), Spec("RFC 6749 §2.3.1")]
    [MemberData(nameof(BackChannel))]
    public async Task Parameters_in_the_query_are_refused_and_not_logged(string path)
    {
        var notes = await server.ApplicationAsync();
        var answer = await PostAsync($"{notes.Keys.Issuer}{path}?client_secret=canary-{notes.Keys.Secret}", "grant_type=authorization_code");

        Assert.Equal((400, "invalid_request"), (answer.Status, answer.Error));
        Assert.DoesNotContain(server.Log.Lines, line => line.Contains("canary-" + notes.Keys.Secret, StringComparison.Ordinal));
    }

    [Fact, Attack("PP-10")]
    public async Task Two_authorization_headers_are_refused()
    {
        var notes = await server.ApplicationAsync();
        using HttpRequestMessage request = new(HttpMethod.Post, notes.Keys.Issuer + "/token") { Content = new FormUrlEncodedContent([]) };
        request.Headers.TryAddWithoutValidation("Authorization", ["Basic YTpi", "Basic Yzpk"]);
        Assert.Equal(400, (await Answer.OfAsync(await server.Client().SendAsync(request))).Status);
    }

    [Fact, Attack("CA-02"), Attack("EN-09")]
    public async Task An_unknown_application_and_a_wrong_secret_get_the_same_bytes()
    {
        var notes = await server.ApplicationAsync();
        var wrong = await PostAsync(notes.Keys.Issuer + "/token", $"grant_type=refresh_token&refresh_token=x&client_id={notes.Keys.ClientId}&client_secret=wrong");
        var unknown = await PostAsync(notes.Keys.Issuer + "/token", $"grant_type=refresh_token&refresh_token=x&client_id={Guid.NewGuid():N}&client_secret=wrong");

        Assert.Equal((401, "invalid_client"), (wrong.Status, wrong.Error));
        Assert.Equal((unknown.Status, unknown.Body), (wrong.Status, wrong.Body));
    }

    [Fact, Spec("RFC 6749 §5.2")]
    public async Task A_refused_Basic_header_is_answered_with_a_Basic_challenge()
    {
        var notes = await server.ApplicationAsync(input => input with { TokenAuthentication = "client_secret_basic" });
        using HttpRequestMessage request = new(HttpMethod.Post, notes.Keys.Issuer + "/token")
        {
            Content = new FormUrlEncodedContent([new("grant_type", "refresh_token")]),
            Headers = { Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(notes.Keys.ClientId + ":wrong"))) },
        };
        var response = await server.Client().SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Basic", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
    }

    private async Task<Answer> PostAsync(string address, string body, string contentType = "application/x-www-form-urlencoded")
    {
        using HttpRequestMessage request = new(HttpMethod.Post, address) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return await Answer.OfAsync(await server.Client().SendAsync(request));
    }
}
