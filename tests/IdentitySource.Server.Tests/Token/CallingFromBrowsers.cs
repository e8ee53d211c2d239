using IdentitySource.Protocol.Applications;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Xunit;

namespace IdentitySource.Server.Tests.Token;

/// <summary>Cross-origin calls of single-page applications.</summary>
public class CallingFromBrowsers(HostedServer server) : IClassFixture<HostedServer>
{
    private const string Own = "https://rp.acme.test";

    [Fact, Attack("CR-01"), Attack("CR-03")]
    public async Task The_applications_own_origin_may_read_and_no_other()
    {
        var spa = await server.ApplicationAsync(input => input with { Type = ApplicationType.Spa });
        Assert.Equal(Own, AllowedOrigin(await SendAsync(spa, Own)));
        Assert.Null(AllowedOrigin(await SendAsync(spa, "https://evil.test")));
        Assert.Equal(Own, AllowedOrigin(await PreflightAsync(spa, Own)));
        Assert.Null(AllowedOrigin(await PreflightAsync(spa, "https://evil.test")));
    }

    [Fact, Attack("CR-04"), Attack("CR-09")]
    public async Task At_the_shared_address_an_origin_reads_answers_to_its_own_application_only()
    {
        var spa = await server.ApplicationAsync(input => input with { Type = ApplicationType.Spa, RedirectUris = ["https://spa.acme.test/cb"] }, shared: true);
        var web = await server.ApplicationAsync(shared: true);
        Assert.Equal("https://spa.acme.test", AllowedOrigin(await SendAsync(spa, "https://spa.acme.test")));
        Assert.Null(AllowedOrigin(await SendAsync(web, "https://spa.acme.test")));
    }

    [Fact, Attack("CR-06")]
    public async Task Pages_are_never_shared()
    {
        var spa = await server.ApplicationAsync(input => input with { Type = ApplicationType.Spa });
        foreach (var path in new[] { "/auth", "/session/end" })
        {
            using HttpRequestMessage request = new(HttpMethod.Get, spa.Keys.Issuer + path) { Headers = { { "Origin", Own } } };
            Assert.Null(AllowedOrigin(await server.Client().SendAsync(request)));
        }
    }

    [Fact]
    public async Task Headers_of_the_familys_SDKs_are_let_through()
    {
        var spa = await server.ApplicationAsync(input => input with { Type = ApplicationType.Spa });
        var response = await PreflightAsync(spa, Own, "x-authing-app-id,x-authing-request-from,authorization");
        Assert.Contains("x-authing-app-id", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Headers")), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_script_may_read_why_a_call_was_refused_and_where_the_log_tells_more()
    {
        var spa = await server.ApplicationAsync(input => input with { Type = ApplicationType.Spa });
        var response = await SendAsync(spa, Own);
        Assert.Equal("WWW-Authenticate,Retry-After,X-Request-Id", Assert.Single(response.Headers.GetValues("Access-Control-Expose-Headers")));
    }

    [Theory, Attack("CR-03"), Spec("RFC 9110 §12.5.5")]
    [InlineData("/oidc/token", Own)]
    [InlineData("/oidc/token", "https://evil.test")]
    [InlineData("/oidc/me", Own)]
    [InlineData("/oidc/me", null)]
    [InlineData("/oidc/token/revocation", "https://evil.test")]
    [InlineData("/cas/session", Own)]
    [InlineData("/cas/session", "https://evil.test")]
    [InlineData("/cas/session", null)]
    public async Task Every_answer_that_depends_on_the_origin_says_so_to_whomever_it_goes(string path, string? origin)
    {
        var spa = await server.ApplicationAsync(input => input with { Type = ApplicationType.Spa });
        var used = path == "/cas/session" ? HttpMethod.Get : HttpMethod.Post;
        foreach (var method in origin is null ? [used] : new[] { used, HttpMethod.Options })
        {
            using HttpRequestMessage request = new(method, spa.Keys.Issuer[..^"/oidc".Length] + path);
            request.Headers.TryAddWithoutValidation("Origin", origin);
            request.Headers.Add("Access-Control-Request-Method", used.Method);
            request.Content = method == HttpMethod.Post ? new FormUrlEncodedContent([new("client_id", spa.Keys.ClientId)]) : null;
            Assert.Contains("Origin", (await server.Client().SendAsync(request)).Headers.Vary);
        }
    }

    [Fact, Attack("CR-08")]
    public async Task What_everybody_may_read_depends_on_no_origin()
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/oidc/.well-known/jwks.json") { Headers = { { "Origin", Own } } };
        Assert.DoesNotContain("Origin", (await server.Client().SendAsync(request)).Headers.Vary);
    }

    private Task<HttpResponseMessage> SendAsync(RelyingParty application, string origin) => server.Client().SendAsync(new HttpRequestMessage(HttpMethod.Post, application.Keys.Issuer + "/token")
    {
        Headers = { { "Origin", origin } },
        Content = new FormUrlEncodedContent([new("grant_type", "refresh_token"), new("refresh_token", "x"), new("client_id", application.Keys.ClientId)]),
    });

    private Task<HttpResponseMessage> PreflightAsync(RelyingParty application, string origin, string headers = "content-type") =>
        server.Client().SendAsync(new HttpRequestMessage(HttpMethod.Options, application.Keys.Issuer + "/token")
        {
            Headers = { { "Origin", origin }, { "Access-Control-Request-Method", "POST" }, { "Access-Control-Request-Headers", headers } },
        });

    private static string? AllowedOrigin(HttpResponseMessage response)
    {
        Assert.False(response.Headers.Contains("Access-Control-Allow-Credentials"));
        return response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? Assert.Single(values) : null;
    }
}
