using IdentitySource.Management.Administration;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Xunit;

namespace IdentitySource.Server.Tests.Api;

public class ManagingThePool(HostedServer server) : IClassFixture<HostedServer>
{
    [Fact]
    public async Task Resources_rules_and_scopes_are_managed()
    {
        var client = await ApiClient.WithAsync(server);
        (await client.PostAsync("/resources", """{"code":"book","type":"data","actions":["read","write"]}""")).Is(201);
        (await client.PostAsync("/resources", """{"code":"book"}""")).Is(409);
        (await client.SendAsync("PATCH", "/resources/book", """{"description":"Books","actions":["read"]}""")).Is(204);
        Assert.Equal("Books", (await client.GetAsync("/resources")).Items.Single()["description"]!.GetValue<string>());

        (await client.PostAsync("/roles", """{"name":"reader"}""")).Is(201);
        var rule = (await client.PostAsync("/rules", """{"subject_kind":"role","subject":"reader","resource":"book","instance":"2019","actions":["read"],"allow":true}""")).Is(201)["id"];
        Assert.Equal("rule_resource_unknown", (await client.PostAsync("/rules", """{"subject_kind":"role","subject":"reader","resource":"film","allow":true}""")).Is(422).Reason);
        Assert.Equal("actions", (await client.PostAsync("/rules", """{"subject_kind":"role","subject":"reader","resource":"book","actions":["burn"],"allow":true}""")).Is(422).Fields.Single());
        Assert.Equal(rule, (await client.GetAsync("/rules?subject_kind=role&subject=reader")).Items.Single()["id"]!.GetValue<string>());
        Assert.Equal(400, (await client.GetAsync("/rules?subject_kind=role")).Status);
        (await client.SendAsync("DELETE", $"/rules/{rule}")).Is(204);
        (await client.SendAsync("DELETE", $"/rules/{rule}")).Is(404);
        (await client.SendAsync("DELETE", "/resources/book")).Is(204);

        (await client.PostAsync("/scopes", """{"name":"loyalty","claims":[{"name":"tier","value":"gold"}]}""")).Is(201);
        Assert.Equal("tier", (await client.GetAsync("/scopes")).Items.Single()["claims"]![0]!["name"]!.GetValue<string>());
        (await client.SendAsync("DELETE", "/scopes/loyalty")).Is(204);
        Assert.True((await client.GetAsync("/pool")).Is(200).Json["single_sign_on"]!.GetValue<bool>());
        var longer = (await client.SendAsync("PATCH", "/pool", """{"password_min_length":14}""")).Is(200).Json;
        Assert.Equal((14, true), (longer["password_min_length"]!.GetValue<int>(), longer["single_sign_on"]!.GetValue<bool>()));
        (await client.SendAsync("PATCH", "/pool", """{"password_min_length":7}""")).Is(422);
        Assert.False((await client.SendAsync("PATCH", "/pool", """{"single_sign_on":false}""")).Is(200).Json["single_sign_on"]!.GetValue<bool>());
    }

    [Fact, Attack("XT-25")]
    public async Task Keys_are_rotated_and_never_shown()
    {
        var client = await ApiClient.WithAsync(server, ["keys:read", "keys:write"]);
        var before = (await client.GetAsync("/signing-keys")).Is(200);
        Assert.DoesNotContain("private", before.Body, StringComparison.OrdinalIgnoreCase);
        server.Clock.AdvanceSeconds(1);
        var rotated = (await client.PostAsync("/signing-keys/rotate", """{"algorithm":"RS256","immediately":true}""")).Is(200).Items.Single();
        Assert.Contains((await client.GetAsync("/signing-keys")).Items, key => key["state"]!.GetValue<string>() == "current" && key["kid"]!.GetValue<string>() == rotated["kid"]!.GetValue<string>());
        (await client.GetAsync("/signing-keys?application=nothing")).Is(404);
    }

    [Fact, Attack("AD-08"), Attack("AD-05")]
    public async Task Administrators_and_viewers_are_managed_and_owners_are_not()
    {
        var client = await ApiClient.WithAsync(server, ["administrators:read", "administrators:write"]);
        var (olga, vera) = (await server.Services.AdministratorAsync(ConsoleRole.Owner, server.PoolId), await server.Services.AdministratorAsync(ConsoleRole.Viewer, server.PoolId));
        Assert.Equal("role_beyond_api_keys", (await client.PostAsync($"/administrators/{olga.Id:N}/removal", """{"was":"owner"}""")).Is(403).Reason);
        Assert.Equal("role_beyond_api_keys", (await client.SendAsync("PUT", $"/administrators/{vera.Id:N}/role", """{"was":"viewer","role":"owner"}""")).Is(403).Reason);
        Assert.Equal("role_beyond_api_keys", (await client.PostAsync("/administrators/invitations", """{"email":"eve@acme.test","role":"owner"}""")).Is(403).Reason);
        Assert.Equal("changed_meanwhile", (await client.SendAsync("PUT", $"/administrators/{vera.Id:N}/role", """{"was":"administrator","role":"viewer"}""")).Is(409).Reason);
        Assert.Equal("role_unfit", (await client.SendAsync("PUT", $"/administrators/{vera.Id:N}/role", """{"was":"viewer","role":"operator"}""")).Is(422).Reason);
        (await client.SendAsync("PUT", $"/administrators/{vera.Id:N}/role", """{"was":"viewer","role":"administrator"}""")).Is(204);
        (await client.PostAsync($"/administrators/{vera.Id:N}/removal", """{"was":"administrator"}""")).Is(204);
        Assert.StartsWith("https://idp.test/console/invitation?link=", (await client.PostAsync("/administrators/invitations", """{"email":"vera@acme.test","role":"viewer"}""")).Is(200)["link"], StringComparison.Ordinal);
        Assert.Equal(olga.Id.ToString("N"), (await client.GetAsync("/administrators")).Is(200).Items.Single()["id"]!.GetValue<string>());
        var listed = (await client.GetAsync("/administrators/invitations")).Is(200);
        Assert.DoesNotContain("link", listed.Body, StringComparison.Ordinal);
        var invitation = listed.Items.Single()["id"]!.GetValue<string>();
        (await client.SendAsync("DELETE", $"/administrators/invitations/{invitation}")).Is(204);
    }

    [Fact, Attack("AD-05")]
    public async Task Nobody_of_the_console_is_reached_through_the_operators_pool()
    {
        var operators = await ApiClient.WithAsync(server, ["users:read", "users:write", "administrators:write"], await server.PoolAsync("operators"));
        var root = await server.Services.AdministratorAsync(ConsoleRole.Operator, server.PoolId);
        Assert.Equal("user_beyond_api_keys", (await operators.SendAsync("PUT", $"/users/{root.Id:N}/password", """{"password":"another horse 43 staple"}""")).Is(403).Reason);
        Assert.Equal("user_beyond_api_keys", (await operators.SendAsync("PATCH", $"/users/{root.Id:N}", """{"email":"eve@acme.test"}""")).Is(403).Reason);
        Assert.Equal("user_beyond_api_keys", (await operators.SendAsync("DELETE", $"/users/{root.Id:N}")).Is(403).Reason);
        Assert.Equal("user_beyond_api_keys", (await operators.SendAsync("PUT", $"/users/{root.Id:N}/block")).Is(403).Reason);
        Assert.Equal("role_beyond_api_keys", (await operators.PostAsync("/administrators/invitations", """{"email":"eve@acme.test","role":"operator"}""")).Is(403).Reason);
        Assert.Equal(root.Email, (await operators.GetAsync($"/users/{root.Id:N}")).Is(200)["email"]);
    }

    [Fact, Attack("XT-25"), Attack("AD-05")]
    public async Task Pools_are_for_keys_of_the_operators_pool_whatever_a_row_says()
    {
        var operators = await ApiClient.WithAsync(server, ["user-pools:read", "user-pools:write"], await server.PoolAsync("operators"));
        (await operators.PostAsync("/user-pools", """{"name":"Globex","slug":"api-globex"}""")).Is(201);
        Assert.Equal("pool_taken", (await operators.PostAsync("/user-pools", """{"name":"Globex","slug":"api-globex"}""")).Is(409).Reason);
        Assert.Contains((await operators.GetAsync("/user-pools?limit=1")).Is(200).Json["next"]!.GetValue<string>(), new[] { "api-globex", "default" });

        var client = await ApiClient.WithAsync(server, ["pool:read"]);
        await using var db = await server.DatabaseAsync();
        var hash = new Protocol.Tokens.TokenHandle(client.Key!).Hash();
        foreach (var row in db.ApiKeys.Where(row => row.Hash == hash))
        {
            row.Scopes = ["user-pools:read", "user-pools:write"];
        }

        await db.SaveChangesAsync();
        (await client.GetAsync("/user-pools")).Is(403);
    }

    [Fact, Attack("AD-18")]
    public async Task The_trail_is_read_and_cannot_be_changed()
    {
        var client = await ApiClient.WithAsync(server, ["events:read"]);
        var entry = (await client.GetAsync("/audit?limit=1")).Is(200).Items.Single()["id"]!.GetValue<string>();
        Assert.Equal((405, 404, 404), ((await client.SendAsync("DELETE", "/audit")).Status, (await client.SendAsync("DELETE", $"/audit/{entry}")).Status, (await client.SendAsync("PATCH", $"/events/{entry}", "{}")).Status));
        Assert.Equal(200, (await client.GetAsync("/events?success=true&from=2026-01-01T00:00:00Z&until=2099-01-01T00:00:00Z&kind=sign_in")).Status);
        foreach (var query in new[] { "success=yes", "from=yesterday", "user=ann", "after=1" })
        {
            Assert.Equal((query, 400), (query, (await client.GetAsync("/events?" + query)).Status));
        }
    }
}
