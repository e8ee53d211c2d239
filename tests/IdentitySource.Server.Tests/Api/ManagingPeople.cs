using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Xunit;

namespace IdentitySource.Server.Tests.Api;

public class ManagingPeople(HostedServer server) : IClassFixture<HostedServer>
{
    [Fact]
    public async Task A_user_is_made_read_changed_blocked_and_deleted()
    {
        var client = await ApiClient.WithAsync(server, ["users:read", "users:write"]);
        var made = (await client.PostAsync("/users", """{"email":"Api-Ann@acme.test","password":"correct horse 42 staple","name":"Ann"}""")).Is(201);
        var user = made["id"];
        Assert.Equal(("/api/v3/users/" + user, "activated", true, false), (made.Headers["Location"], made["status"], made.Json["has_password"]!.GetValue<bool>(), made.Json["email_verified"]!.GetValue<bool>()));
        Assert.Equal(user, (await client.GetAsync("/users/api-ann@acme.test")).Is(200)["id"]);

        var changed = (await client.SendAsync("PATCH", $"/users/{user}", """{"nickname":"annie","name":"","custom_data":{"tier":7}}""", ifMatch: made.Headers["ETag"])).Is(200);
        Assert.Equal(("annie", null, 7), (changed["nickname"], changed.Json["name"], changed.Json["custom_data"]!["tier"]!.GetValue<int>()));
        (await client.SendAsync("PATCH", $"/users/{user}", """{"nickname":"ann"}""", ifMatch: made.Headers["ETag"])).Is(412);
        Assert.Equal("birthdate", (await client.SendAsync("PATCH", $"/users/{user}", """{"birthdate":"soon"}""")).Is(422).Fields.Single());

        (await client.SendAsync("PUT", $"/users/{user}/block")).Is(204);
        Assert.True((await client.GetAsync($"/users/{user}")).Json["blocked"]!.GetValue<bool>());
        (await client.SendAsync("DELETE", $"/users/{user}/block")).Is(204);
        (await client.SendAsync("PUT", $"/users/{user}/status", """{"status":"suspended"}""")).Is(204);
        (await client.SendAsync("PUT", $"/users/{user}/verified", """{"email_verified":true,"phone_verified":false}""")).Is(204);
        Assert.Equal("password", (await client.SendAsync("PUT", $"/users/{user}/password", """{"password":"short"}""")).Is(422).Fields.Single());
        (await client.SendAsync("PUT", $"/users/{user}/password", """{"password":"another horse 43 staple"}""")).Is(204);
        (await client.SendAsync("DELETE", $"/users/{user}/password")).Is(204);
        var read = (await client.GetAsync($"/users/{user}")).Is(200);
        Assert.Equal(("suspended", false, true), (read["status"], read.Json["has_password"]!.GetValue<bool>(), read.Json["email_verified"]!.GetValue<bool>()));

        (await client.SendAsync("DELETE", $"/users/{user}")).Is(204);
        Assert.Equal("user_unknown", (await client.SendAsync("DELETE", $"/users/{user}")).Is(404).Reason);
    }

    [Fact, Attack("AD-20")]
    public async Task A_name_that_is_taken_in_another_pool_is_free_here()
    {
        await server.PersonAsync("twin", await server.PoolAsync("operators"));
        var client = await ApiClient.WithAsync(server);
        (await client.PostAsync("/users", """{"username":"api-twin"}""")).Is(201);
        Assert.Equal("username_taken", (await client.PostAsync("/users", """{"username":"API-Twin"}""")).Is(409).Reason);
    }

    [Fact]
    public async Task Sessions_and_consents_are_listed_and_ended()
    {
        var (ann, notes) = (await server.PersonAsync(), await server.ApplicationAsync(input => input with { Policy = new Protocol.Applications.ApplicationPolicy() }));
        var browser = server.Browser();
        await browser.SignInAsync(notes.AuthorizeUrl(), ann);
        var client = await ApiClient.WithAsync(server, ["users:read", "users:write"]);
        var session = Assert.Single((await client.GetAsync($"/users/{ann.Id:N}/sessions")).Is(200).Items)["id"]!.GetValue<string>();

        (await client.SendAsync("DELETE", $"/users/{ann.Id:N}/sessions/{session}")).Is(204);
        Assert.Equal("session_unknown", (await client.SendAsync("DELETE", $"/users/{ann.Id:N}/sessions/{session}")).Is(404).Reason);
        Assert.Empty((await client.GetAsync($"/users/{ann.Id:N}/sessions")).Items);
        (await client.SendAsync("DELETE", $"/users/{ann.Id:N}/sessions")).Is(204);
        Assert.Equal(200, (await client.GetAsync($"/users/{ann.Id:N}/consents")).Status);
        Assert.Contains((await client.SendAsync("DELETE", $"/users/{ann.Id:N}/consents/{notes.Keys.ClientId}")).Status, new[] { 204, 404 });
    }

    [Fact]
    public async Task Groups_and_roles_and_who_is_in_them_are_managed()
    {
        var client = await ApiClient.WithAsync(server, ["groups:read", "groups:write", "users:read", "users:write"]);
        var user = (await client.PostAsync("/users", """{"username":"api-member"}""")).Is(201)["id"];
        foreach (var (kind, made, renamed) in new[] { ("groups", """{"code":"api-staff","name":"Staff"}""", "Crew"), ("roles", """{"name":"api-staff"}""", "api-crew") })
        {
            (await client.PostAsync($"/{kind}", made)).Is(201);
            (await client.PostAsync($"/{kind}", made)).Is(409);
            (await client.SendAsync("PUT", $"/{kind}/api-staff/members/api-member")).Is(204);
            (await client.SendAsync("PUT", $"/{kind}/api-staff/members/api-member")).Is(204);
            Assert.Equal(user, Assert.Single((await client.GetAsync($"/{kind}/api-staff/members?limit=1")).Is(200).Items)["id"]!.GetValue<string>());
            Assert.Equal("api-staff", Assert.Single((await client.GetAsync($"/users/api-member/{kind}")).Is(200).Items)[kind == "groups" ? "code" : "name"]!.GetValue<string>());
            Assert.Equal(1, (await client.GetAsync($"/{kind}")).Items.Single(item => item.ToJsonString().Contains("api-staff", StringComparison.Ordinal))["members"]!.GetValue<int>());
            (await client.SendAsync("DELETE", $"/{kind}/api-staff/members/api-member")).Is(204);
            (await client.SendAsync("PATCH", $"/{kind}/api-staff", $$"""{"name":"{{renamed}}"}""")).Is(204);
            var called = kind == "groups" ? "api-staff" : renamed;
            (await client.SendAsync("DELETE", $"/{kind}/{called}")).Is(204);
            (await client.SendAsync("DELETE", $"/{kind}/{called}")).Is(404);
        }
    }
}
