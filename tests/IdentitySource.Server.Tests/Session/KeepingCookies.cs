using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Xunit;

namespace IdentitySource.Server.Tests.Session;

/// <summary>What a browser is told about our cookies, in each way to be deployed.</summary>
[Spec("RFC 6265bis §4.1.3")]
public class KeepingCookies(KeepingCookies.OneHost oneHost, KeepingCookies.Subdomains subdomains, KeepingCookies.PlainHttp plain)
    : IClassFixture<KeepingCookies.OneHost>, IClassFixture<KeepingCookies.Subdomains>, IClassFixture<KeepingCookies.PlainHttp>
{
    private static readonly string[] All = ["accounts-", "browser", "device-", "forms", "session-"];

    [Fact, Attack("SF-07")]
    public async Task On_one_host_all_have_the_host_prefix()
    {
        var cookies = await SetAsync(oneHost);

        Assert.Equal(All.Select(name => "__Host-is-" + name), cookies.Keys.Select(Plain).Order(StringComparer.Ordinal));
        Assert.All(cookies.Values, attributes => AssertAttributes(attributes, ["httponly", "path=/", "samesite=lax", "secure"]));
    }

    [Fact, Attack("SF-07")]
    public async Task With_subdomains_only_who_is_signed_in_spans_them()
    {
        var cookies = await SetAsync(subdomains);

        Assert.Equal(
            ["__Host-is-browser", "__Host-is-device-", "__Host-is-forms", "__Secure-is-accounts-", "__Secure-is-session-"],
            cookies.Keys.Select(Plain).Order(StringComparer.Ordinal));
        Assert.All(cookies, cookie => AssertAttributes(
            cookie.Value,
            cookie.Key.StartsWith("__Secure-", StringComparison.Ordinal)
                ? ["domain=idp.test", "httponly", "path=/", "samesite=lax", "secure"]
                : ["httponly", "path=/", "samesite=lax", "secure"]));
    }

    [Fact]
    public async Task With_subdomains_one_sign_in_serves_every_application()
    {
        var (notes, browser, _) = await subdomains.SignedInAsync();
        var shop = await subdomains.ApplicationAsync();

        Assert.NotEqual(new Uri(notes.Keys.Issuer).Host, new Uri(shop.Keys.Issuer).Host);
        Assert.Equal("code", await browser.SilentAsync(shop));
    }

    [Fact]
    public async Task On_plain_http_they_have_no_prefix_that_a_browser_would_reject()
    {
        var cookies = await SetAsync(plain);

        Assert.Equal(All.Select(name => "is-" + name), cookies.Keys.Select(Plain).Order(StringComparer.Ordinal));
        Assert.All(cookies.Values, attributes => AssertAttributes(attributes, ["httponly", "path=/", "samesite=lax"]));
    }

    private static void AssertAttributes(string[] given, string[] expected) =>
        Assert.Equal(expected, given.Where(each => !each.StartsWith("expires=", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    /// <summary>The name without the pool's id.</summary>
    private static string Plain(string name) => name.Contains("-is-", StringComparison.Ordinal) || name.StartsWith("is-", StringComparison.Ordinal)
        ? name[..(name.LastIndexOf('-') is var dash && name.Length - dash == 33 ? dash + 1 : name.Length)]
        : name;

    /// <summary>Every cookie that a person meets: two sign-ins, of which the first is kept aside.</summary>
    private static async Task<Dictionary<string, string[]>> SetAsync(HostedServer server)
    {
        var (notes, browser, _) = await server.SignedInAsync();
        var page = await browser.ChooseAsync(await browser.GetAsync(notes.AuthorizeUrl(("prompt", "select_account"))), "other");
        await browser.SignInAsync(page, await server.PersonAsync("bob"));
        return browser.History.SelectMany(response => response.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
            .Select(cookie => cookie.Split("; "))
            .GroupBy(parts => parts[0].Split('=')[0])
            .ToDictionary(group => group.Key, group => group.Last()[1..].Select(part => part.ToLowerInvariant()).ToArray());
    }

    public sealed class OneHost : HostedServer;

    public sealed class Subdomains : HostedServer
    {
        protected override IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?> { ["IdentitySource:AddressMode"] = "Subdomain" };
    }

    public sealed class PlainHttp : HostedServer
    {
        protected override IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?> { ["IdentitySource:PublicOrigin"] = "http://localhost:8080" };
    }
}
