using System.Net.Http.Headers;
using IdentitySource.Management.Administration;
using IdentitySource.Management.ApiKeys;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Server.Tests.Api;

/// <summary>What opens other doors, at the management API, and its key at other doors.</summary>
public class ComingWithSomethingElse(WideApi server) : IClassFixture<WideApi>
{
    [Fact, Attack("TT-08"), Attack("AD-02")]
    public async Task Nothing_that_an_application_is_given_is_a_key()
    {
        var notes = await server.ApplicationAsync();
        notes.Scope = "openid offline_access";
        var (browser, ann) = (server.Browser(), await server.AnnAsync());
        var page = await browser.SignInAsync(notes.AuthorizeUrl(("prompt", "consent")), ann);
        var tokens = await notes.ExchangeAsync((await browser.AllowAsync(page)).Answer["code"]);
        foreach (var name in new[] { "access_token", "id_token", "refresh_token" })
        {
            var (status, reason) = await SendAsync(tokens[name]!);
            Assert.Equal((name, 401, "api_key_invalid"), (name, status, reason));
        }

        Assert.Equal((401, "api_key_invalid"), await SendAsync(notes.Keys.Secret!));
    }

    [Fact, Attack("TT-09"), Attack("AD-02")]
    public async Task A_cookie_is_no_key_and_a_key_no_cookie()
    {
        var browser = await server.ConsoleAsync(ConsoleRole.Operator);
        var cookie = browser.Cookie("console")!;
        Assert.Equal((401, "api_key_invalid"), await SendAsync(cookie.Value));

        using HttpRequestMessage alone = new(HttpMethod.Get, new Uri(HostedServer.Origin, "/api/v3/users"));
        Assert.Equal(401, (int)(await browser.RawAsync(alone)).StatusCode);

        var key = (await ApiClient.WithAsync(server)).Key!;
        foreach (var value in new[] { key, key[4..] })
        {
            using HttpRequestMessage request = new(HttpMethod.Get, new Uri(HostedServer.Origin, "/console/default"));
            request.Headers.Add("Cookie", $"{cookie.Name}={value}");
            using var response = await server.Client().SendAsync(request);
            Assert.Equal((303, "/console/sign-in"), ((int)response.StatusCode, response.Headers.Location!.OriginalString.Split('?')[0]));
        }
    }

    [Fact, Attack("XT-08")]
    public async Task No_header_and_no_parameter_chooses_another_pool()
    {
        await server.OtherPoolAsync();
        var client = await ApiClient.WithAsync(server);
        var usual = (await client.GetAsync("/pool")).Is(200).Body;
        foreach (var header in new[] { "X-Tenant", "X-Tenant-Id", "X-Org-Id", "x-zitadel-orgid", "X-User-Pool", "X-Authing-Userpool-Id" })
        {
            using HttpRequestMessage request = new(HttpMethod.Get, new Uri("/api/v3/pool", UriKind.Relative));
            request.Headers.Add(header, "elsewhere");
            Assert.Equal(usual, (await client.SendAsync(request)).Is(200).Body);
        }

        foreach (var name in new[] { "tenant", "pool", "pool_id", "org" })
        {
            Assert.Equal("parameter_unknown", (await client.GetAsync($"/pool?{name}=elsewhere")).Is(400).Reason);
        }
    }

    [Fact, Attack("XT-15")]
    public async Task The_key_of_a_suspended_pool_opens_nothing_until_it_goes_on()
    {
        var pool = await server.OtherPoolAsync();
        var client = await ApiClient.WithAsync(server, poolId: pool);
        (await client.GetAsync("/pool")).Is(200);
        await using var db = await server.DatabaseAsync();
        await db.UserPools.Where(row => row.Id == pool).ExecuteUpdateAsync(rows => rows.SetProperty(row => row.SuspendedAt, server.Clock.GetUtcNow()));
        Assert.Equal("api_key_invalid", (await client.GetAsync("/pool")).Is(401).Reason);
        await db.UserPools.Where(row => row.Id == pool).ExecuteUpdateAsync(rows => rows.SetProperty(row => row.SuspendedAt, (DateTimeOffset?)null));
        (await client.GetAsync("/pool")).Is(200);
    }

    [Theory, Attack("CT-04")]
    [InlineData("application/xml")]
    [InlineData("text/xml")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain")]
    [InlineData("application/json; charset=utf-16")]
    public async Task What_is_no_json_is_not_read(string type)
    {
        const string Entity = """<?xml version="1.0"?><!DOCTYPE g [<!ENTITY x SYSTEM "file:///etc/passwd">]><group><code>&x;</code></group>""";
        var client = await ApiClient.WithAsync(server);
        Assert.Equal("body_no_json", (await client.SendAsync("POST", "/groups", Entity, type: type)).Is(415).Reason);
    }

    [Theory, Attack("UN-05")]
    [InlineData("POST", "/groups", """{"code":"a\u0000"}""")]
    [InlineData("POST", "/rules", """{"subject_kind":"role","subject":"x","resource":"\u0000","allow":true}""")]
    [InlineData("POST", "/signing-keys/rotate", """{"application":"\u0000"}""")]
    [InlineData("POST", "/scopes", """{"name":"s","claims":[{"name":"n","value":"\u0000"}]}""")]
    public async Task A_nul_in_a_text_is_refused(string method, string path, string body)
    {
        var client = await ApiClient.WithAsync(server);
        Assert.Equal("body_malformed", (await client.SendAsync(method, path, body)).Is(400).Reason);
    }

    private async Task<(int Status, string? Reason)> SendAsync(string bearer)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri("/api/v3/users", UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        var reply = await new ApiClient(server.Client(), null).SendAsync(request);
        return (reply.Status, reply.Reason);
    }
}
