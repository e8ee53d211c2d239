using System.Reflection;
using System.Text.RegularExpressions;
using IdentitySource.Management.Administration;
using IdentitySource.Server.Console;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Console;

/// <summary>Every route of the console, also those that are written tomorrow, by those who may not be there.</summary>
public partial class WalkingEveryRoute(HostedServer server) : IClassFixture<HostedServer>
{
    /// <summary>What a viewer may post: the way in, the way out, and the proof of who it is.</summary>
    private static readonly string[] OfViewers = ["/console/confirm", "/console/invitation", "/console/sign-in", "/console/sign-out"];

    /// <summary>What needs no session, and what it says to an empty GET.</summary>
    private static readonly Dictionary<string, int> OfStrangers = new() { ["/console/invitation"] = 410, ["/console/sign-in"] = 200 };

    [Fact, Attack("XT-06"), Attack("UI-13")]
    public async Task A_stranger_is_sent_to_the_sign_in_and_comes_back_from_there_to_what_was_asked()
    {
        foreach (var act in await ActsAsync())
        {
            var visit = await SendAsync(server.Browser(), act, token: null);
            if (OfStrangers.TryGetValue(act.Path, out var status))
            {
                Assert.Equal((act, act.IsPost ? 400 : status), (act, visit.Status));
                continue;
            }

            Assert.Equal((act, "/console/sign-in"), (act, visit.Address.AbsolutePath));
            Assert.Contains(Uri.EscapeDataString(act.Path), visit.Address.Query, StringComparison.Ordinal);
        }
    }

    [Fact, Attack("XT-06"), Attack("XT-25"), Attack("AD-03")]
    public async Task To_the_owner_of_another_pool_this_one_does_not_exist()
    {
        var browser = await server.ConsoleAsync(ConsoleRole.Owner, await OtherPoolAsync());
        var token = await TokenAsync(browser, "/console/elsewhere");
        foreach (var act in (await ActsAsync()).Where(act => act.Path.StartsWith("/console/default", StringComparison.Ordinal)))
        {
            Assert.Equal((act, 404), (act, (await SendAsync(browser, act, token)).Status));
        }

        Assert.Equal(404, (await browser.GetAsync("/console/nothing-of-that-name")).Status);
    }

    [Fact, Attack("AD-05")]
    public async Task A_viewer_posts_nothing()
    {
        var browser = await server.ConsoleAsync(ConsoleRole.Viewer);
        var token = await TokenAsync(browser, "/console/default");
        foreach (var act in (await ActsAsync()).Where(act => act.IsPost && !OfViewers.Contains(act.Path)))
        {
            Assert.Equal((act, 403), (act, (await SendAsync(browser, act, token)).Status));
        }
    }

    [Fact, Attack("AD-05"), Attack("AD-06")]
    public async Task A_viewer_looks_at_everything_but_what_is_for_others_and_sees_no_secret()
    {
        var browser = await server.ConsoleAsync(ConsoleRole.Viewer);

        // The stream of the live log has no end to wait for; that viewers may listen is tested where it is read.
        var pages = (await ActsAsync()).Where(act => !act.IsPost && !OfStrangers.ContainsKey(act.Path) && !act.Path.EndsWith("/live", StringComparison.Ordinal)).ToList();
        foreach (var act in pages)
        {
            var seen = await browser.GetAsync(act.Address);
            Assert.Contains((act, seen.Status), new[] { 200, 404, 405 }.Select(status => (act, act.Needs > ConsoleRole.Viewer ? 403 : status)));
            Assert.Empty(seen.Document.QuerySelectorAll(".secret"));
        }

        Assert.Contains(pages, act => act.Needs > ConsoleRole.Viewer);
    }

    [Fact, Attack("AD-03"), Attack("XT-06")]
    public async Task The_list_of_user_pools_is_for_operators()
    {
        var browser = await server.ConsoleAsync(ConsoleRole.Owner, await OtherPoolAsync());
        var token = await TokenAsync(browser, "/console/elsewhere");
        var acts = (await ActsAsync()).Where(act => act.Path.StartsWith("/console/user-pools", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(acts);
        foreach (var act in acts)
        {
            Assert.Equal((act, 403), (act, (await SendAsync(browser, act, token)).Status));
        }
    }

    [Fact, Attack("UI-01")]
    public async Task Without_the_token_of_this_session_nothing_is_done()
    {
        var (browser, other) = (await server.ConsoleAsync(ConsoleRole.Operator), await server.ConsoleAsync(ConsoleRole.Operator));
        var theirs = await TokenAsync(other, "/console/default");
        foreach (var act in (await ActsAsync()).Where(act => act.IsPost))
        {
            Assert.Equal((act, 400), (act, (await SendAsync(browser, act, token: null)).Status));
            Assert.Equal((act, 400), (act, (await SendAsync(browser, act, theirs)).Status));
        }
    }

    [Fact, Attack("UI-13")]
    public async Task Nobody_is_signed_out_by_a_get()
    {
        var browser = await server.ConsoleAsync(ConsoleRole.Operator);
        Assert.Equal(405, (await browser.GetAsync("/console/sign-out")).Status);
        Assert.Equal("Overview", (await browser.GetAsync("/console")).Heading);
    }

    [Theory, Attack("AD-11")]
    [InlineData("/Console/default")]
    [InlineData("/CONSOLE/default/")]
    [InlineData("/%63onsole/default")]
    [InlineData("/console/%64efault")]
    [InlineData("//console/default")]
    [InlineData("/console//default")]
    [InlineData("/console/..;/console/default")]
    [InlineData("/console/default%2f")]
    public async Task No_spelling_of_an_address_gets_round_the_gate(string path)
    {
        var (stranger, foreign) = (server.Browser(), await server.ConsoleAsync(ConsoleRole.Owner, await OtherPoolAsync()));
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(HostedServer.Origin.GetLeftPart(UriPartial.Authority) + path));

        Assert.Contains((int)(await stranger.RawAsync(request)).StatusCode, new[] { 303, 404 });
        using HttpRequestMessage again = new(HttpMethod.Get, request.RequestUri);
        Assert.Equal(404, (int)(await foreign.RawAsync(again)).StatusCode);
    }

    private async Task<Visit> SendAsync(Browser browser, Act act, string? token) => act.IsPost
        ? await browser.PostAsync(act.Address, token is null ? [] : [new("form_token", token)])
        : await browser.GetAsync(act.Address);

    private static async Task<string> TokenAsync(Browser browser, string path) =>
        (await browser.GetAsync(path)).Document.QuerySelector("input[name=form_token]")!.GetAttribute("value")!;

    private async Task<Guid> OtherPoolAsync()
    {
        if (await server.PoolAsync("elsewhere") is var known && known != Guid.Empty)
        {
            return known;
        }

        await using var db = await server.DatabaseAsync();
        Storage.Entities.UserPool pool = new() { Id = Guid.CreateVersion7(), Slug = "elsewhere", Name = "Elsewhere" };
        db.UserPools.Add(pool);
        await db.SaveChangesAsync();
        return pool.Id;
    }

    /// <summary>What can be done: every handler of every page, and every other route, with ids that nothing has.</summary>
    private async Task<List<Act>> ActsAsync()
    {
        var loader = server.Services.GetRequiredService<PageLoader>();
        List<Act> acts = [];
        foreach (var route in server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(ConsoleRoutes.Has))
        {
            var path = Parameter().Replace("/" + route.RoutePattern.RawText!.TrimStart('/').Replace("{pool}", "default", StringComparison.Ordinal), Guid.Empty.ToString("N"));
            if (route.Metadata.GetMetadata<PageActionDescriptor>() is { } page)
            {
                var compiled = await loader.LoadAsync(page, route.Metadata);
                acts.AddRange(compiled.HandlerMethods.Select(handler => new Act(path, handler.HttpMethod, handler.Name) { Needs = NeedOf(compiled, handler) }));
            }
            else
            {
                acts.AddRange(route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Select(method => new Act(path, method, null)));
            }
        }

        Assert.True(acts.Count > 6);
        return acts;
    }

    private static ConsoleRole? NeedOf(CompiledPageActionDescriptor page, HandlerMethodDescriptor handler) =>
        (handler.MethodInfo.GetCustomAttribute<NeedsAttribute>() ?? page.HandlerTypeInfo.GetCustomAttribute<NeedsAttribute>())?.Role;

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();

    private sealed record Act(string Path, string Method, string? Handler)
    {
        /// <summary>What it says of itself that it needs; null when it says nothing.</summary>
        public ConsoleRole? Needs { get; init; }

        public bool IsPost => Method.Equals("POST", StringComparison.OrdinalIgnoreCase);

        public string Address => Handler is null ? Path : $"{Path}?handler={Handler}";
    }
}
