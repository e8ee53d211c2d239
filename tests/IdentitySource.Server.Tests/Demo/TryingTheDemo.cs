using IdentitySource.Management;
using IdentitySource.Management.Setup;
using IdentitySource.Management.Users;
using IdentitySource.Server.Demo;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Demo;

/// <summary>The demo web application: nobody else reads what it got, and it says so when it gets nothing.</summary>
public class TryingTheDemo(TryingTheDemo.DemoServer server) : IClassFixture<TryingTheDemo.DemoServer>
{
    [Fact]
    public async Task A_person_who_is_blocked_meanwhile_sees_what_is_left()
    {
        var (browser, page) = await SignedInAsync("ada");
        Assert.Contains("Ada Lovelace", page.Document.QuerySelector("#userinfo")!.TextContent, StringComparison.Ordinal);
        var blocked = await server.Services.GetRequiredService<BlockUser>().RunAsync(Actor.CommandLine, new UserName(server.PoolId, "ada"), default);
        Assert.Empty(blocked.Faults);

        page = await browser.GetAsync("/demo/");

        Assert.Equal((200, "Demo web app"), (page.Status, page.Heading));
        Assert.Null(page.Document.QuerySelector("#userinfo"));
        Assert.StartsWith("Nothing:", page.Document.QuerySelector("[role=alert]")!.TextContent.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_the_server_cannot_reach_itself_is_no_failure()
    {
        var (browser, _) = await SignedInAsync("bob");
        server.Reachable = false;
        try
        {
            Assert.StartsWith("Nothing:", (await browser.GetAsync("/demo/")).Document.QuerySelector("[role=alert]")!.TextContent.Trim(), StringComparison.Ordinal);
            Assert.Equal("The sign-in did not succeed: token", (await SignedInAsync("bob")).Page.Document.QuerySelector("[role=alert]")!.TextContent.Trim());
        }
        finally
        {
            server.Reachable = true;
        }
    }

    [Fact, Attack("SF-07")]
    public async Task Whoever_planted_the_visitors_name_reads_nothing()
    {
        await server.EnsureDemoAsync();
        var browser = server.Browser();
        var page = await browser.SubmitAsync(await browser.GetAsync("/demo/"), Steps.Nothing);
        var planted = browser.Cookie("is-demo")!;
        Assert.StartsWith("__Host-", planted.Name, StringComparison.Ordinal);

        await server.FinishAsync(browser, page, "bob");

        Assert.NotEqual(planted.Value, browser.Cookie("is-demo")!.Value);
        var planter = server.Browser();
        planter.Cookies.Add(HostedServer.Origin, new System.Net.Cookie(planted.Name, planted.Value, "/") { Secure = true });
        Assert.Null((await planter.GetAsync("/demo/")).Document.QuerySelector("#claims"));
        Assert.NotNull((await browser.GetAsync("/demo/")).Document.QuerySelector("#claims"));
    }

    [Fact]
    public async Task It_speaks_the_language_of_the_visitor()
    {
        await server.EnsureDemoAsync();
        var browser = server.Browser();
        browser.Headers["Accept-Language"] = "zh-CN";

        Assert.Equal("演示 Web 应用", (await browser.GetAsync("/demo/")).Heading);
        Assert.Equal("演示单页应用", (await browser.GetAsync("/demo/spa")).Heading);
    }

    private async Task<(Browser Browser, Visit Page)> SignedInAsync(string username)
    {
        await server.EnsureDemoAsync();
        var browser = server.Browser();
        return (browser, await server.FinishAsync(browser, await browser.SubmitAsync(await browser.GetAsync("/demo/"), Steps.Nothing), username));
    }

    /// <summary>Whose demo application reaches the server itself, in memory.</summary>
    public sealed class DemoServer : HostedServer
    {
        private DemoSet? demo;

        public bool Reachable { get; set; } = true;

        public async Task EnsureDemoAsync()
        {
            demo ??= (await Services.GetRequiredService<AddDemo>().RunAsync(Actor.CommandLine, Origin.GetLeftPart(UriPartial.Authority), default)).Value!;

            // Somebody who has just allowed it is not asked again.
            Clock.AdvanceSeconds(1);
        }

        public async Task<Visit> FinishAsync(Browser browser, Visit signIn, string username)
        {
            var consent = await browser.SubmitAsync(signIn, Steps.Pair(username, demo!.Users.Single(user => user.Username == username).Password));
            return await browser.AllowAsync(consent);
        }

        protected override void AddServices(IServiceCollection services) =>
            services.AddHttpClient(DemoShop.HttpClientName).ConfigurePrimaryHttpMessageHandler(provider => new Wire(this, (TestServer)provider.GetRequiredService<IServer>()));
    }

    private sealed class Wire(DemoServer server, TestServer host) : DelegatingHandler(host.CreateHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            server.Reachable ? base.SendAsync(request, cancellationToken) : throw new HttpRequestException("The name has no address.");
    }
}
