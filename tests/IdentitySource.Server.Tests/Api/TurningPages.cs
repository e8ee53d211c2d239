using IdentitySource.Management.Administration;
using IdentitySource.Server.Api;
using IdentitySource.Storage.Entities;
using IdentitySource.TestKit.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Api;

/// <summary>Lists that may become long.</summary>
public class TurningPages(WideApi server) : IClassFixture<WideApi>
{
    [Fact]
    public void Every_list_has_pages_or_says_that_it_needs_none()
    {
        var lists = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<ApiOperation>()?.Summary.StartsWith("List ", StringComparison.Ordinal) == true).ToList();
        Assert.True(lists.Count > 15);
        Assert.All(lists, route =>
        {
            var names = route.Metadata.GetMetadata<ApiQueryNames>()?.Names ?? [];
            var operation = route.Metadata.GetMetadata<ApiOperation>()!;
            Assert.True(
                (names.Contains("after") && names.Contains("limit")) || operation.Description?.Contains("on one page", StringComparison.Ordinal) == true, operation.Summary);
        });
    }

    [Fact]
    public async Task Page_by_page_everything_is_there_once_and_in_order()
    {
        var client = await ApiClient.WithAsync(server);
        var user = (await client.PostAsync("/users", """{"username":"turner"}""")).Is(201)["id"];
        var application = (await server.NotesAsync()).Keys.ClientId;
        foreach (var name in new[] { "page-c", "page-a", "page-b" })
        {
            (await client.PostAsync("/resources", $$"""{"code":"{{name}}"}""")).Is(201);
            (await client.PostAsync("/rules", $$"""{"subject_kind":"user","subject":"turner","resource":"{{name}}","allow":true}""")).Is(201);
            (await client.PostAsync("/groups", $$"""{"code":"{{name}}"}""")).Is(201);
            (await client.PostAsync("/roles", $$"""{"name":"{{name}}"}""")).Is(201);
            (await client.SendAsync("PUT", $"/groups/{name}/members/turner")).Is(204);
            (await client.SendAsync("PUT", $"/roles/{name}/members/turner")).Is(204);
            (await client.PostAsync($"/applications/{application}/access", $$"""{"subject_kind":"group","subject":"{{name}}","allow":true}""")).Is(200);
            (await client.PostAsync($"/applications/{application}/access-keys")).Is(201);
            (await client.PostAsync("/administrators/invitations", $$"""{"email":"{{name}}@acme.test","role":"viewer"}""")).Is(200);
            await server.Services.AdministratorAsync(ConsoleRole.Viewer, server.PoolId);
            await ConsentAsync(Guid.ParseExact(user, "N"));
        }

        foreach (var (path, ordered) in new[]
        {
            ("/resources", "code"), ("/rules?subject_kind=user&subject=turner", "id"), ("/users/turner/groups", "code"), ("/users/turner/roles", "name"),
            ($"/applications/{application}/access", "subject"), ($"/applications/{application}/access-keys", "access_key"), ("/administrators", "id"),
            ("/administrators/invitations", "id"), ("/users/turner/consents", "client_id"),
        })
        {
            var found = await TurnAsync(client, path, path.EndsWith("/access", StringComparison.Ordinal) ? "entries" : "items", ordered);
            Assert.True(found.Count >= 3, path);
            Assert.Equal(found.Distinct().Order(StringComparer.Ordinal), found);
            Assert.Equal(400, (await client.GetAsync(path + (path.Contains('?', StringComparison.Ordinal) ? '&' : '?') + "after=%27%20OR%201%3D1")).Status);
        }
    }

    private static async Task<List<string>> TurnAsync(ApiClient client, string path, string member, string ordered)
    {
        List<string> found = [];
        for (string? after = ""; after is not null;)
        {
            var page = (await client.GetAsync($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit=1{after}")).Is(200);
            found.Add(Assert.Single(page.Json[member]!.AsArray())![ordered]!.GetValue<string>());
            after = page.Json["next"] is { } next ? "&after=" + next.GetValue<string>() : null;
        }

        return found;
    }

    private async Task ConsentAsync(Guid userId)
    {
        var application = Guid.ParseExact((await server.ApplicationAsync()).Keys.ClientId, "N");
        await using var db = await server.DatabaseAsync();
        db.Consents.Add(new ConsentRow { PoolId = server.PoolId, UserId = userId, ApplicationId = application, Scopes = "openid", Claims = "", GivenAt = server.Clock.Now });
        await db.SaveChangesAsync();
    }
}
