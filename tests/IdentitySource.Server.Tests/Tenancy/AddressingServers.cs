using System.Net;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Xunit;

namespace IdentitySource.Server.Tests.Tenancy;

/// <summary>Which authorization server a request reaches, in path mode.</summary>
public class AddressingServers(HostedServer server) : IClassFixture<HostedServer>
{
    [Theory, Attack("XT-10")]
    [InlineData("/apps/{0}%2f..%2fother/oidc/.well-known/openid-configuration")]
    [InlineData("/apps/{0};x=1/oidc/.well-known/openid-configuration")]
    [InlineData("/apps//{0}/oidc/.well-known/openid-configuration")]
    [InlineData("/APPS/{0}/oidc/.well-known/openid-configuration")]
    [InlineData("/apps/{1}/oidc/.well-known/openid-configuration")]
    [InlineData("/apps/{0}./oidc/.well-known/openid-configuration")]
    [InlineData("/pools/{0}/oidc/.well-known/openid-configuration")]
    [InlineData("/pools/default/oidc/.well-known/openid-configuration")]
    [InlineData("/.well-known/oauth-authorization-server/pools/default/oidc")]
    public async Task Another_spelling_of_an_address_is_nobodys(string path)
    {
        var notes = await server.ApplicationAsync();
        var address = new Uri(notes.Keys.Issuer).Segments[2].TrimEnd('/');
        var target = string.Format(System.Globalization.CultureInfo.InvariantCulture, path, address, address.ToUpperInvariant());
        Assert.Equal(HttpStatusCode.NotFound, (await server.Client().GetAsync(target)).StatusCode);
    }

    [Theory, Attack("UI-20"), Attack("XT-09")]
    [InlineData("evil.test")]
    [InlineData("idp.test.evil.test")]
    [InlineData("idp.test:8443")]
    public async Task A_foreign_host_name_is_misdirected(string host)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/oidc/.well-known/openid-configuration") { Headers = { Host = host } };
        var response = await server.Client().SendAsync(request);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, response.StatusCode);
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
    }

    [Fact, Attack("CH-06")]
    public async Task An_unknown_address_is_404_and_not_cached()
    {
        var response = await server.Client().GetAsync("/apps/nobody/oidc/.well-known/openid-configuration");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
    }

    [Fact, Attack("HI-05")]
    public async Task Headers_that_rewrite_method_or_path_are_ignored()
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/health/live");
        request.Headers.TryAddWithoutValidation("X-HTTP-Method-Override", "DELETE");
        request.Headers.TryAddWithoutValidation("X-Original-URL", "/oidc/token");
        Assert.Equal(HttpStatusCode.OK, (await server.Client().SendAsync(request)).StatusCode);
    }
}

/// <summary>Every application has a host of its own.</summary>
public class AddressingBySubdomain(AddressingBySubdomain.SubdomainServer server) : IClassFixture<AddressingBySubdomain.SubdomainServer>
{
    [Fact]
    public async Task The_label_names_the_application_and_single_sign_on_spans_them()
    {
        var ann = await server.PersonAsync();
        var notes = await server.ApplicationAsync();
        var shop = await server.ApplicationAsync();
        var browser = server.Browser();

        var page = await browser.GetAsync(notes.AuthorizeUrl());
        Assert.EndsWith(".idp.test", page.Address.Host, StringComparison.Ordinal);
        var answered = await browser.SubmitAsync(page, new Dictionary<string, string> { ["identifier"] = ann.Email, ["password"] = ann.Password });
        Assert.Equal(notes.Keys.Issuer, answered.Answer["iss"]);
        Assert.Equal(200, (await notes.ExchangeAsync(answered.Answer["code"])).Status);

        Assert.Equal(shop.Keys.Issuer, (await browser.GetAsync(shop.AuthorizeUrl(("prompt", "none")))).Answer["iss"]);
        Assert.Contains(browser.History.SelectMany(each => each.Headers.TryGetValues("Set-Cookie", out var set) ? set : []),
            cookie => cookie.StartsWith("__Secure-is-session-", StringComparison.Ordinal) && cookie.Contains("domain=idp.test", StringComparison.Ordinal));
    }

    [Fact, Attack("XT-10")]
    public async Task Below_the_root_host_there_is_no_second_address()
    {
        var notes = await server.ApplicationAsync();
        var label = new Uri(notes.Keys.Issuer).Host.Split('.')[0];
        Assert.Equal(HttpStatusCode.OK, (await server.Client().GetAsync(notes.Keys.Issuer + "/.well-known/openid-configuration")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Client().GetAsync($"/apps/{label}/oidc/.well-known/openid-configuration")).StatusCode);
    }

    public sealed class SubdomainServer : HostedServer
    {
        protected override IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?> { ["IdentitySource:AddressMode"] = "Subdomain" };
    }
}
