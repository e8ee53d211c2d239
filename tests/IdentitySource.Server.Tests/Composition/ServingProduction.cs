using System.Net;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Ports;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Composition;

/// <summary>What a stranger learns of the machinery: nothing.</summary>
public class ServingProduction(HostedServer server) : IClassFixture<HostedServer>
{
    [Theory, Attack("FW-06"), Attack("LG-09")]
    [InlineData("/metrics")]
    [InlineData("/health")]
    [InlineData("/healthz")]
    [InlineData("/swagger")]
    [InlineData("/swagger/index.html")]
    [InlineData("/.env")]
    [InlineData("/appsettings.json")]
    [InlineData("/_framework/aspnetcore-browser-refresh.js")]
    [InlineData("/debug/routes")]
    [InlineData("/trace")]
    public async Task There_is_no_page_about_it(string path) => Assert.Equal(HttpStatusCode.NotFound, (await server.Client().GetAsync(path)).StatusCode);

    [Theory, Attack("LG-09")]
    [InlineData("/health/live", "live")]
    [InlineData("/health/ready", "ready")]
    public async Task Its_health_is_one_word(string path, string word)
    {
        var response = await server.Client().GetAsync(path);
        Assert.Equal((HttpStatusCode.OK, word), (response.StatusCode, await response.Content.ReadAsStringAsync()));
    }
}

/// <summary>Something of ours throws.</summary>
public class FailingInProduction(FailingInProduction.BrokenServer server) : IClassFixture<FailingInProduction.BrokenServer>
{
    private const string Secret = "canary of the inside";

    [Theory, Attack("FW-06")]
    [InlineData("POST", "/oidc/token")]
    [InlineData("GET", "/oidc/auth?client_id=x")]
    public async Task The_answer_is_a_reference_and_the_log_has_the_rest(string method, string path)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), new Uri(HostedServer.Origin, path));
        request.Content = method == "POST" ? new FormUrlEncodedContent([new("client_id", "x"), new("grant_type", "refresh_token")]) : null;

        var response = await server.Browser().RawAsync(request);
        var body = await response.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        var reference = Assert.Single(response.Headers.GetValues("X-Request-Id"));
        Assert.DoesNotContain(Secret, body, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", body, StringComparison.Ordinal);
        Assert.DoesNotContain(nameof(InvalidOperationException), body, StringComparison.Ordinal);
        Assert.Contains(server.Log.Lines, line => line.Contains(reference, StringComparison.Ordinal) && line.Contains(Secret, StringComparison.Ordinal));
    }

    public sealed class BrokenServer : HostedServer
    {
        protected override void AddServices(IServiceCollection services) => services.AddSingleton<IApplicationRegistry, Broken>();

        private sealed class Broken : IApplicationRegistry
        {
            public ValueTask<Application?> FindAsync(Guid poolId, string clientId, CancellationToken cancel) => throw new InvalidOperationException(Secret);
        }
    }
}

/// <summary>The framework has a switch that makes it believe what anybody writes into a forwarding header.</summary>
public class ListeningBehindNobody(ListeningBehindNobody.TrustingServer server) : IClassFixture<ListeningBehindNobody.TrustingServer>
{
    [Fact, Attack("FW-04"), Attack("HI-04")]
    public async Task A_forwarding_header_is_not_read_even_where_the_environment_switches_it_on()
    {
        var (notes, browser) = (await server.NotesAsync(), server.Browser());
        browser.Headers["X-Forwarded-For"] = "203.0.113.77";
        browser.Headers["X-Forwarded-Proto"] = "http";

        var answered = await browser.SignInAsync(notes.AuthorizeUrl(), await server.AnnAsync());

        Assert.Equal(200, (await notes.ExchangeAsync(answered.Answer["code"])).Status);
        await using var db = await server.DatabaseAsync();
        var session = await db.Set<Storage.Entities.SessionRow>().SingleAsync();
        Assert.Null(session.RemoteAddress);
    }

    public sealed class TrustingServer : HostedServer
    {
        protected override IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?> { ["ForwardedHeaders_Enabled"] = "true" };
    }
}
