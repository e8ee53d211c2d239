using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.SignIn;

/// <summary>A form that our own page did not show to this very person does nothing, whichever page it is posted to.</summary>
public class PostingForms(HostedServer server) : IClassFixture<HostedServer>
{
    /// <summary>Routes that take a POST without an antiforgery token: what applications post, and the switches of language and theme.</summary>
    private static readonly string[] Without =
        ["/oidc/auth", "/oidc/me", "/oidc/session/end", "/oidc/token", "/oidc/token/introspection", "/oidc/token/revocation", "/preferences"];

    /// <summary>The one page without: an application's answer by form_post comes from elsewhere, and is bound to a cookie, its state and the session.</summary>
    private static readonly string[] Waived = ["/Console/Applications/TryCallback"];

    [Fact, Attack("UI-01")]
    public void Every_route_that_takes_a_post_is_a_page_or_on_this_list()
    {
        // The management API takes its key from a header that no form can set, and looks at no cookie.
        var posts = Endpoints().Where(route => route.Metadata.GetMetadata<PageActionDescriptor>() is null
            && !route.RoutePattern.RawText!.StartsWith("/api/v3/", StringComparison.Ordinal)
            && route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("POST") == true);

        Assert.Equal(Without, posts.Select(route => "/" + route.RoutePattern.RawText!.TrimStart('/')).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact, Attack("UI-01")]
    public void Only_the_page_that_another_site_posts_to_waives_its_antiforgery_token() =>
        Assert.Equal(Waived, Endpoints()
            .Where(route => route.Metadata.GetMetadata<IAntiforgeryMetadata>() is { RequiresValidation: false }
                || route.Metadata.GetMetadata<Microsoft.AspNetCore.Mvc.IgnoreAntiforgeryTokenAttribute>() is not null)
            .Select(route => route.Metadata.GetMetadata<PageActionDescriptor>()?.ViewEnginePath)
            .OfType<string>()
            .Distinct());

    [Fact, Attack("UI-01")]
    public async Task Without_a_token_with_half_of_one_or_with_somebody_elses_every_page_refuses()
    {
        var (notes, browser, ann) = await server.SignedInAsync();
        var other = server.Browser();
        var theirs = (await other.GetAsync(notes.AuthorizeUrl())).Fields["form_token"];
        var page = await browser.GetAsync(notes.AuthorizeUrl(("prompt", "login")));
        var (ticket, own) = (page.Fields["ticket"], page.Fields["form_token"]);
        var before = await RowsAsync();

        foreach (var path in PagePaths())
        {
            foreach (var at in new[] { notes.Keys.Issuer[..^"/oidc".Length], "" })
            {
                foreach (var token in new[] { null, "", "x", theirs, own[..^2] })
                {
                    await RefusedAsync(browser, at + path, token);
                }

                // The right token, without the cookie it belongs to, or with another browser's.
                await RefusedAsync(server.Browser(), at + path, own);
                await RefusedAsync(other, at + path, own);
            }
        }

        Assert.Equal(before, await RowsAsync());
        Assert.Equal("code", await browser.SilentAsync(notes));

        async Task RefusedAsync(Browser sender, string address, string? token)
        {
            Dictionary<string, string> fields = new()
            {
                ["ticket"] = ticket,
                ["identifier"] = ann.Email,
                ["password"] = ann.Password,
                ["decision"] = "sign_out",
                ["account"] = "other",
                ["email"] = "root@acme.test",
            };
            if (token is not null)
            {
                fields["form_token"] = token;
            }

            var refused = await sender.PostAsync(address, fields);
            Assert.True(refused.Status == 400 && refused.Heading == "This form is out of date", $"{address} answered {refused.Status} {refused.Heading} to '{token}'");
        }
    }

    [Fact, Attack("UI-01")]
    public async Task A_token_from_before_the_sign_in_does_not_hold_after_it()
    {
        var (notes, browser) = (await server.NotesAsync(), server.Browser());
        var before = await browser.GetAsync(notes.AuthorizeUrl());
        await browser.SignInAsync(before, await server.AnnAsync());
        var signOut = await browser.GetAsync(notes.Keys.Issuer + "/session/end");
        var (action, fields) = Browser.Fill(signOut, Steps.Nothing, "sign_out");

        fields["form_token"] = before.Fields["form_token"];

        Assert.Equal(400, (await browser.PostAsync(action, fields)).Status);
        Assert.Equal("code", await browser.SilentAsync(notes));
    }

    [Fact]
    public async Task One_that_went_stale_leads_back_to_where_it_was_with_a_word_on_the_button()
    {
        var (notes, browser, _) = await server.SignedInAsync();
        foreach (var page in new[] { await browser.GetAsync(notes.AuthorizeUrl(("prompt", "login"))), await browser.GetAsync(notes.Keys.Issuer + "/session/end") })
        {
            var (action, fields) = Browser.Fill(page, Steps.Nothing);
            fields["form_token"] = "x";

            var refused = await browser.PostAsync(action, fields);

            var button = refused.Document.QuerySelector("main a.btn")!;
            Assert.Equal("Start again", button.TextContent.Trim());
            Assert.Equal(page.Heading, (await browser.GetAsync(button.GetAttribute("href")!)).Heading);
        }
    }

    [Theory, Attack("UN-02"), Attack("OV-05")]
    [InlineData("identifier=a%00b&password=x")]
    [InlineData("identifier=%00")]
    [InlineData("language=en%00&return=/")]
    [InlineData("many")]
    public async Task A_form_that_cannot_be_read_is_the_senders_fault(string body)
    {
        var (notes, browser) = (await server.NotesAsync(), server.Browser());
        await browser.GetAsync(notes.AuthorizeUrl());
        body = body == "many" ? string.Join('&', Enumerable.Range(0, 2000).Select(number => $"f{number}=x")) : body;

        foreach (var path in PagePaths().Append("/preferences"))
        {
            using HttpRequestMessage request = new(HttpMethod.Post, new Uri(HostedServer.Origin, path))
            {
                Content = new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-www-form-urlencoded")),
            };
            Assert.Equal((path, 400), (path, (int)(await browser.RawAsync(request)).StatusCode));
        }
    }

    [Theory, Attack("UI-12"), Attack("UI-13")]
    [InlineData("/consent?decision=allow&version=x")]
    [InlineData("/consent?handler=Post&decision=allow")]
    [InlineData("/sign-out?decision=sign_out")]
    [InlineData("/choose-account?account=other")]
    public async Task Getting_a_page_decides_nothing(string path)
    {
        var (notes, browser, _) = await server.SignedInAsync();
        var ticket = (await browser.GetAsync(notes.AuthorizeUrl(("prompt", "login")))).Fields["ticket"];
        var before = await RowsAsync();

        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Options, HttpMethod.Patch })
        {
            using HttpRequestMessage request = new(method, $"{notes.Keys.Issuer[..^"/oidc".Length]}{path}&ticket={ticket}");
            await browser.RawAsync(request);
        }

        Assert.Equal(before, await RowsAsync());
        Assert.Equal("code", await browser.SilentAsync(notes));
    }

    private IEnumerable<RouteEndpoint> Endpoints() => server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    /// <summary>The console's lie behind its own gate, <see cref="Console.WalkingEveryRoute"/>.</summary>
    private IEnumerable<string> PagePaths() => Endpoints().Where(route => route.Metadata.GetMetadata<PageActionDescriptor>() is not null)
        .Select(route => "/" + route.RoutePattern.RawText!.Split('{')[0].Trim('/'))
        .Where(path => !path.StartsWith("/console", StringComparison.Ordinal)).Distinct();

    private async Task<(int, int, int, int)> RowsAsync()
    {
        await using var db = await server.DatabaseAsync();
        return (
            await db.Set<Storage.Entities.SessionRow>().CountAsync(), await db.Set<Storage.Entities.SessionRow>().CountAsync(row => row.EndedAt == null),
            await db.Set<Storage.Entities.ConsentRow>().CountAsync(), await db.Set<Storage.Entities.AdministratorRow>().IgnoreQueryFilters().CountAsync());
    }
}
