using System.Net;
using System.Text.RegularExpressions;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Wire;

/// <summary>A method that an address is not made for is refused, and has done nothing.</summary>
public partial class UsingOtherMethods(HostedServer server) : IClassFixture<HostedServer>
{
    [Theory, Attack("HM-02"), Attack("HM-03"), Spec("OIDC Core §3.1.2.1")]
    [InlineData("HEAD")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("TRACE")]
    [InlineData("FOO")]
    public async Task The_authorize_endpoint_gives_no_code_to_them(string method)
    {
        var (notes, browser, _) = await server.SignedInAsync();
        var before = await AuthorizationsAsync();
        using HttpRequestMessage request = new(new HttpMethod(method), notes.AuthorizeUrl());

        var response = await browser.RawAsync(request);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Null(response.Headers.Location);
        Assert.Equal(before, await AuthorizationsAsync());
        Assert.Equal("code", await browser.SilentAsync(notes));
        Assert.Equal(before + 1, await AuthorizationsAsync());
    }

    [Theory, Attack("HM-04"), Spec("OIDC Core §5.3.1")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    public async Task The_userinfo_endpoint_tells_them_nothing(string method)
    {
        var (notes, browser, _) = await server.SignedInAsync();
        var token = (await notes.ExchangeAsync((await browser.GetAsync(notes.AuthorizeUrl())).Answer["code"]))["access_token"]!;
        using HttpRequestMessage request = new(new HttpMethod(method), notes.Keys.Issuer + "/me") { Headers = { { "Authorization", "Bearer " + token } } };

        var answer = await Answer.OfAsync(await server.Client().SendAsync(request));

        Assert.Equal((405, ""), (answer.Status, answer.Body));
        Assert.Equal(200, (await notes.UserInfoAsync(token)).Status);
    }

    [Theory, Attack("HM-06")]
    [InlineData("TRACE")]
    [InlineData("TRACK")]
    [InlineData("PUT")]
    [InlineData("FOO")]
    public async Task No_address_at_all_knows_them(string method)
    {
        var routes = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        Assert.NotEmpty(routes);
        var made = routes.Where(route => route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Contains(method)).Select(PathOf).ToHashSet();
        foreach (var path in routes.Select(PathOf).Distinct().Except(made))
        {
            using HttpRequestMessage request = new(new HttpMethod(method), path) { Headers = { { "Canary", "echo-me" } } };
            var answer = await Answer.OfAsync(await server.Client().SendAsync(request));
            Assert.Equal((path, 405), (path, answer.Status));
            Assert.DoesNotContain("echo-me", answer.Body, StringComparison.Ordinal);
        }
    }

    [Fact, Attack("HM-06")]
    public void Every_route_says_which_methods_it_is_made_for() =>
        Assert.Empty(server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<IHttpMethodMetadata>() is not { HttpMethods.Count: > 0 })
            .Select(route => route.RoutePattern.RawText));

    private async Task<int> AuthorizationsAsync()
    {
        await using var db = await server.DatabaseAsync();
        return await db.Set<Storage.Entities.AuthorizationRow>().CountAsync();
    }

    private static string PathOf(RouteEndpoint route) => "/" + Parameter().Replace(route.RoutePattern.RawText!, "x").TrimStart('/');

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
