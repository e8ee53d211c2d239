using System.Net;
using System.Text.Json;
using IdentitySource.Server.Pages;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Xunit;

namespace IdentitySource.Server.Tests.Discovery;

/// <summary>Discovery and the key set, over HTTP.</summary>
public class ReadingMetadata(HostedServer server) : IClassFixture<HostedServer>
{
    [Fact, Spec("OIDC Discovery §4"), Spec("RFC 8414 §3"), Suite("oidcc-discovery-endpoint-verification"), Attack("MX-05")]
    public async Task Both_well_known_addresses_give_the_same_document_with_the_issuer_that_was_asked()
    {
        var notes = await server.ApplicationAsync();
        var issuer = new Uri(notes.Keys.Issuer);
        var oidc = await server.Client().GetStringAsync(notes.Keys.Issuer + "/.well-known/openid-configuration");
        var oauth = await server.Client().GetStringAsync($"{HostedServer.Origin}.well-known/oauth-authorization-server{issuer.AbsolutePath}");

        Assert.Equal(oidc, oauth);
        var document = JsonDocument.Parse(oidc).RootElement;
        Assert.Equal(notes.Keys.Issuer, document.GetProperty("issuer").GetString());
        foreach (var endpoint in document.EnumerateObject().Where(each => each.Name.EndsWith("_endpoint", StringComparison.Ordinal) || each.Name == "jwks_uri"))
        {
            Assert.StartsWith(notes.Keys.Issuer, endpoint.Value.GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_languages_are_those_that_the_pages_have()
    {
        var document = JsonDocument.Parse(await server.Client().GetStringAsync("/oidc/.well-known/openid-configuration")).RootElement;
        Assert.Equal(PageLanguage.All.Select(language => language.Name), document.GetProperty("ui_locales_supported").EnumerateArray().Select(each => each.GetString()));
    }

    [Fact, Attack("PK-14"), Spec("RFC 9700 §2.1.1")]
    public async Task Only_S256_is_invited()
    {
        var document = JsonDocument.Parse(await server.Client().GetStringAsync("/oidc/.well-known/openid-configuration")).RootElement;
        Assert.Equal("S256", Assert.Single(document.GetProperty("code_challenge_methods_supported").EnumerateArray()).GetString());
    }

    [Fact, Attack("JW-24"), Attack("KR-01"), Spec("OIDC Core §10.1.1")]
    public async Task The_key_set_has_current_and_next_keys_of_both_algorithms_and_nothing_private()
    {
        var notes = await server.ApplicationAsync();
        var text = await server.Client().GetStringAsync(notes.Keys.Issuer + "/.well-known/jwks.json");
        var keys = JsonDocument.Parse(text).RootElement.GetProperty("keys").EnumerateArray().ToList();

        Assert.Equal(["ES256", "ES256", "RS256", "RS256"], keys.Select(key => key.GetProperty("alg").GetString()!).Order());
        Assert.Equal(4, keys.Select(key => key.GetProperty("kid").GetString()).Distinct().Count());
        Assert.All(keys, key => Assert.Empty(key.EnumerateObject().Select(member => member.Name).Intersect(["d", "p", "q", "dp", "dq", "qi", "k", "oth"])));
    }

    [Fact, Attack("CH-03")]
    public async Task The_documents_may_be_cached_shorter_than_a_key_is_published_ahead_and_know_their_tag()
    {
        foreach (var path in new[] { "/oidc/.well-known/openid-configuration", "/oidc/.well-known/jwks.json" })
        {
            var response = await server.Client().GetAsync(path);
            Assert.Equal("public, max-age=600", response.Headers.CacheControl!.ToString());
            Assert.False(response.Headers.Contains("Set-Cookie"));
            using HttpRequestMessage again = new(HttpMethod.Get, path) { Headers = { IfNoneMatch = { response.Headers.ETag! } } };
            Assert.Equal(HttpStatusCode.NotModified, (await server.Client().SendAsync(again)).StatusCode);
        }
    }

    [Fact, Attack("HI-04"), Attack("CH-05"), Attack("XT-21")]
    public async Task No_header_of_a_stranger_changes_a_document()
    {
        var plain = await server.Client().GetStringAsync("/oidc/.well-known/openid-configuration");
        using HttpRequestMessage request = new(HttpMethod.Get, "/oidc/.well-known/openid-configuration");
        request.Headers.TryAddWithoutValidation("X-Forwarded-Host", "evil.test");
        request.Headers.TryAddWithoutValidation("X-Forwarded-Proto", "http");
        request.Headers.TryAddWithoutValidation("X-Forwarded-Prefix", "/evil");
        request.Headers.TryAddWithoutValidation("Forwarded", "host=evil.test");
        request.Headers.TryAddWithoutValidation("X-Original-URL", "/evil");
        Assert.Equal(plain, await (await server.Client().SendAsync(request)).Content.ReadAsStringAsync());
    }

    [Fact, Attack("CR-08"), Attack("HM-05")]
    public async Task Everybody_may_read_them_and_nobody_may_write()
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/oidc/.well-known/jwks.json") { Headers = { { "Origin", "https://evil.test" } } };
        var response = await server.Client().SendAsync(request);
        Assert.Equal("*", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.False(response.Headers.Contains("Access-Control-Allow-Credentials"));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await server.Client().PostAsync("/oidc/.well-known/jwks.json", null)).StatusCode);
    }
}
