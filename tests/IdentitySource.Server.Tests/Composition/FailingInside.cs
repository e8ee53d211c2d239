using System.Net;
using System.Net.Http.Headers;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Ports;
using IdentitySource.Server.Pages;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Composition;

/// <summary>We fail: a person is told so on a page, a program in JSON, and both by the reference that the log has.</summary>
public class FailingInside(FailingInside.BrokenServer server) : IClassFixture<FailingInside.BrokenServer>
{
    private const string Broken = "client_id=broken";

    [Theory]
    [InlineData("en", "Something went wrong on our side")]
    [InlineData("zh-CN", "服务器出现问题")]
    public async Task A_person_gets_a_page_with_the_reference(string language, string heading)
    {
        var browser = server.Browser();
        browser.Headers["Accept-Language"] = language;

        var page = await browser.GetAsync($"/oidc/auth?{Broken}&redirect_uri=https%3A%2F%2Frp.acme.test%2Fcb");

        Assert.Equal((500, heading), (page.Status, page.Heading));
        var reference = Assert.Single(page.Response.Headers.GetValues("X-Request-Id"));
        Assert.Equal(reference, page.Document.QuerySelector("main code")!.TextContent);
        Assert.Contains(server.Log.Lines, line => line.Contains(reference, StringComparison.Ordinal) && line.Contains("The registry is broken.", StringComparison.Ordinal));
        Assert.DoesNotContain("registry", page.Body, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("frame-ancestors 'none'", page.Response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Theory, Attack("CT-05")]
    [InlineData("text/html")]
    [InlineData("*/*")]
    [InlineData("application/xml")]
    public async Task A_program_gets_json_or_nothing_whatever_it_accepts(string accept)
    {
        foreach (var (method, address, status) in new[]
        {
            ("POST", "/oidc/token", 500), ("POST", "/oidc/token/introspection", 500), ("POST", "/oidc/token/revocation", 500),
            ("GET", "/oidc/token", 405), ("POST", "/apps/nobody/oidc/token", 404), ("GET", "/apps/nobody/oidc/me", 404), ("GET", "/oidc/me", 401),
            ("DELETE", "/oidc/.well-known/jwks.json", 405), ("GET", "/.well-known/oauth-authorization-server/apps/nobody/oidc", 404),
            ("POST", "/apps/nobody/oauth/token", 404), ("GET", "/apps/nobody/oauth/me", 404), ("GET", "/apps/nobody/cas/session", 404),
            ("GET", "/apps/nobody/api/v2/oidc/validate_token", 404),
        })
        {
            using HttpRequestMessage request = new(new HttpMethod(method), address);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
            request.Content = method == "POST" ? new StringContent($"{Broken}&client_secret=x&token=x&grant_type=refresh_token&refresh_token=x", new MediaTypeHeaderValue("application/x-www-form-urlencoded")) : null;

            using var answer = await server.Client().SendAsync(request);

            Assert.Equal((address, (HttpStatusCode)status), (address, answer.StatusCode));
            Assert.True(answer.Content.Headers.ContentType?.MediaType is null or "application/json", $"{method} {address} answered {answer.Content.Headers.ContentType}");
            Assert.DoesNotContain('<', await answer.Content.ReadAsStringAsync());
        }
    }

    [Fact, Attack("CT-05")]
    public void Every_route_that_scripts_of_other_origins_may_read_is_known_as_one_of_programs()
    {
        var routes = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();

        var called = routes.Where(route => route.Metadata.GetMetadata<ICorsMetadata>() is not null).Select(route => route.RoutePattern.RawText!).Distinct().ToList();
        Assert.NotEmpty(called);
        Assert.All(called, path => Assert.True(Audience.IsOfPrograms(path), path));
        Assert.All(new[] { "/oidc/auth", "/oidc/session/end", "/sign-in" }, path => Assert.False(Audience.IsOfPrograms(path), path));
    }

    public sealed class BrokenServer : HostedServer
    {
        protected override void AddServices(IServiceCollection services) => services.AddSingleton<IApplicationRegistry, BrokenRegistry>();
    }

    private sealed class BrokenRegistry : IApplicationRegistry
    {
        public ValueTask<Application?> FindAsync(Guid poolId, string clientId, CancellationToken cancel) => throw new InvalidOperationException("The registry is broken.");
    }
}
