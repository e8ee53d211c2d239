using System.Text.RegularExpressions;
using IdentitySource.Management.ApiKeys;
using IdentitySource.Server.Api;
using IdentitySource.Storage.Entities;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Api;

/// <summary>Every route of the management API, also those that are written tomorrow, by those who may not use it.</summary>
public partial class WalkingEveryApiRoute(WideApi server) : IClassFixture<WideApi>
{
    [Fact, Attack("AD-02"), Attack("XT-06")]
    public async Task Without_a_good_key_nobody_is_let_in()
    {
        var other = await ApiClient.WithAsync(server, days: 1);
        var expired = await ApiClient.WithAsync(server);
        await EndAsync(expired, row => row.SetProperty(each => each.ExpiresAt, server.Clock.Now));
        var revoked = await ApiClient.WithAsync(server);
        await DropAsync(revoked);
        (ApiClient Client, string Reason)[] strangers =
        [
            (new ApiClient(server.Client(), null), "api_key_missing"), (new ApiClient(server.Client(), "x"), "api_key_invalid"),
            (new ApiClient(server.Client(), other.Key![..^1] + (other.Key[^1] == 'A' ? 'B' : 'A')), "api_key_invalid"), (expired, "api_key_expired"), (revoked, "api_key_invalid"),
        ];
        foreach (var (act, _) in Acts())
        {
            foreach (var (client, reason) in strangers)
            {
                var refused = await client.SendAsync(act.Method, act.Path, act.Body);
                Assert.Equal((act, 401, reason, "application/problem+json"), (act, refused.Status, refused.Reason, refused.Type));
                Assert.StartsWith("Bearer realm=\"management\"", refused.Headers["WWW-Authenticate"], StringComparison.Ordinal);
            }
        }
    }

    [Fact, Attack("AD-05")]
    public async Task A_key_does_nothing_that_its_scopes_do_not_name()
    {
        foreach (var (act, scope) in Acts())
        {
            var others = ApiScopes.Of(operatorsPool: false).Select(each => each.Name).Where(each => each != scope);
            var refused = await (await ClientAsync(others)).SendAsync(act.Method, act.Path, act.Body);
            Assert.Equal((act, 403, "api_scope_missing"), (act, refused.Status, refused.Reason));
        }
    }

    [Fact, Attack("AD-03"), Attack("XT-06"), Attack("XT-25")]
    public async Task To_the_key_of_another_pool_what_is_in_this_one_does_not_exist()
    {
        var (here, there) = (await ApiClient.WithAsync(server), await ApiClient.WithAsync(server, poolId: await server.OtherPoolAsync()));
        var application = (await here.PostAsync("/applications", """{"name":"Notes","address":"walk-notes","redirect_uris":["https://rp.acme.test/cb"]}""")).Is(201)["client_id"];
        var accessKey = (await here.PostAsync($"/applications/{application}/access-keys")).Is(201)["access_key"];
        var user = (await here.PostAsync("/users", """{"username":"walk-ann"}""")).Is(201)["id"];
        (await here.PostAsync("/groups", """{"code":"walk-staff"}""")).Is(201);
        (await here.PostAsync("/roles", """{"name":"walk-editor"}""")).Is(201);
        (await here.PostAsync("/resources", """{"code":"walk-book","actions":["read"]}""")).Is(201);
        var rule = (await here.PostAsync("/rules", $$"""{"subject_kind":"user","subject":"{{user}}","resource":"walk-book","allow":true}""")).Is(201)["id"];
        var entry = (await here.PostAsync($"/applications/{application}/access", $$"""{"subject_kind":"user","subject":"{{user}}","allow":true}""")).Is(200)["id"];
        Dictionary<string, string> ids = new()
        {
            ["application"] = application,
            ["access_key"] = accessKey,
            ["user"] = user,
            ["group"] = "walk-staff",
            ["role"] = "walk-editor",
            ["resource"] = "walk-book",
            ["rule"] = rule,
            ["entry"] = entry,
            ["session"] = user,
            ["scope"] = "nothing",
            ["invitation"] = user,
            ["administrator"] = user,
        };
        foreach (var (act, _) in Acts(ids).Where(each => each.Act.Named))
        {
            var reply = await there.SendAsync(act.Method, act.Path, act.Body);
            Assert.True(reply.Status is 404, $"{act}: {reply.Status} {reply.Body}");
        }

        Assert.Equal("Notes", (await here.GetAsync($"/applications/{application}")).Is(200)["name"]);
        Assert.Equal(0, (await there.GetAsync("/applications?search=walk")).Items.Count + (await there.GetAsync("/users?search=walk")).Items.Count);
        Assert.DoesNotContain("walk-notes", (await there.GetAsync("/audit")).Body, StringComparison.Ordinal);
    }

    [Fact, Attack("AD-04"), Attack("SS-16"), Attack("XT-07")]
    public async Task What_nobody_asked_for_is_refused()
    {
        var client = await ApiClient.WithAsync(server, [.. ApiScopes.All.Select(scope => scope.Name)], await server.PoolAsync("operators"));
        foreach (var (act, _) in Acts().Where(each => each.Act.Body is not null))
        {
            var refused = await client.SendAsync(act.Method, act.Path, """{"pool_id":"00000000000000000000000000000000","password_hash":"x"}""");
            if (act.Path == "/configuration/apply")
            {
                Assert.Equal((400, "configuration_malformed"), (refused.Status, refused.Reason));
                continue;
            }

            Assert.Equal((act, 400, "member_unknown"), (act, refused.Status, refused.Reason));
            Assert.Superset(new HashSet<string> { "pool_id", "password_hash" }, refused.Fields.ToHashSet());
        }
    }

    [Fact, Attack("AD-13")]
    public async Task A_query_that_is_none_is_refused()
    {
        var client = await ApiClient.WithAsync(server);
        foreach (var query in new[] { "limit=-1", "limit=0", "limit=101", "limit=1e1", "limit=1&limit=2", "sort=name%3Bdrop%20table", "filter[%24ne]=", "after=%27%20OR%201%3D1", "search=%00" })
        {
            Assert.Equal((query, 400), (query, (await client.GetAsync("/applications?" + query)).Status));
            Assert.Equal((query, 400), (query, (await client.GetAsync("/users?" + query)).Status));
            Assert.Equal((query, 400), (query, (await client.GetAsync("/groups?" + query)).Status));
            Assert.Equal((query, 400), (query, (await client.GetAsync("/events?" + query)).Status));
        }
    }

    [Theory, Attack("AD-11")]
    [InlineData("/API/v3/users")]
    [InlineData("/%61pi/v3/users")]
    [InlineData("/api/v3//users")]
    [InlineData("/api/v3/users/")]
    [InlineData("/api/v3/..;/v3/users")]
    [InlineData("/api/v3/users%2f")]
    [InlineData("//api/v3/users")]
    public async Task No_spelling_of_an_address_gets_round_the_gate(string path)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(HostedServer.Origin.GetLeftPart(UriPartial.Authority) + path));
        using var response = await server.Client().SendAsync(request);
        Assert.Contains((int)response.StatusCode, new[] { 401, 404 });
    }

    [Fact, Attack("AD-02")]
    public async Task A_key_counts_in_the_header_alone_and_at_the_deployments_address_alone()
    {
        var client = await ApiClient.WithAsync(server);
        var notes = await server.ApplicationAsync();
        using HttpRequestMessage elsewhere = new(HttpMethod.Get, new Uri(notes.Keys.Issuer.Replace("/oidc", "/api/v3/users", StringComparison.Ordinal)));
        elsewhere.Headers.Authorization = new("Bearer", client.Key);
        using var there = await server.Client().SendAsync(elsewhere);
        Assert.Equal(404, (int)there.StatusCode);

        var stranger = new ApiClient(server.Client(), null);
        Assert.Equal(401, (await stranger.GetAsync($"/users?access_token={client.Key}")).Status);
        using HttpRequestMessage basic = new(HttpMethod.Get, new Uri("/api/v3/users", UriKind.Relative));
        basic.Headers.Authorization = new("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(client.Key + ":")));
        using var refused = await server.Client().SendAsync(basic);
        Assert.Equal(401, (int)refused.StatusCode);
    }

    [Fact, Attack("CR-07")]
    public async Task No_other_origin_reads_an_answer()
    {
        var client = await ApiClient.WithAsync(server);
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri("/api/v3/users", UriKind.Relative));
        request.Headers.Add("Origin", "https://rp.acme.test");
        var reply = await client.SendAsync(request);
        Assert.DoesNotContain("Access-Control-Allow-Origin", reply.Is(200).Headers.Keys);
        Assert.Equal("no-store", reply.Headers["Cache-Control"]);
    }

    private async Task<ApiClient> ClientAsync(IEnumerable<string> scopes)
    {
        var names = scopes.Order(StringComparer.Ordinal).ToList();
        var known = string.Join(' ', names);
        return server.Clients.TryGetValue(known, out var client) ? client : server.Clients[known] = await ApiClient.WithAsync(server, names);
    }

    private async Task EndAsync(ApiClient client, Action<Microsoft.EntityFrameworkCore.Query.UpdateSettersBuilder<ApiKeyRow>> set)
    {
        var hash = new Protocol.Tokens.TokenHandle(client.Key!).Hash();
        await using var db = await server.DatabaseAsync();
        Assert.Equal(1, await db.ApiKeys.Where(row => row.Hash == hash).ExecuteUpdateAsync(set));
    }

    private async Task DropAsync(ApiClient client)
    {
        var hash = new Protocol.Tokens.TokenHandle(client.Key!).Hash();
        await using var db = await server.DatabaseAsync();
        var id = await db.ApiKeys.Where(row => row.Hash == hash).Select(row => row.Id).SingleAsync();
        Assert.Empty((await server.Services.GetRequiredService<RevokeApiKey>().RunAsync(Management.Actor.CommandLine, server.PoolId, id.ToString("N"), default)).Faults);
    }

    /// <summary>What can be done, with ids that nothing has unless they are given, and a body that is as it should be.</summary>
    private List<(Act Act, string Scope)> Acts(Dictionary<string, string>? ids = null)
    {
        var acts = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(route => route.Metadata.GetMetadata<ApiRoute>() is not null).Select(route =>
        {
            var pattern = route.RoutePattern.RawText!["/api/v3".Length..];
            var method = Assert.Single(route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods);
            var path = Parameter().Replace(pattern, match => ids?[match.Groups[1].Value] ?? Guid.Empty.ToString("N"));
            var body = route.Metadata.GetMetadata<ApiAccepts>()?.RequestType is { } type ? ApiExamples.Of(type) : null;
            return (new Act(method, path, body, pattern.Contains('{', StringComparison.Ordinal)), route.Metadata.GetMetadata<ApiOperation>()!.Scope);
        }).ToList();
        Assert.True(acts.Count > 50);
        return acts;
    }

    [GeneratedRegex(@"\{([^}]*)\}")]
    private static partial Regex Parameter();

    private sealed record Act(string Method, string Path, string? Body, bool Named);
}
