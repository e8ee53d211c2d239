using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Server.Tests.Api;

public class ManagingApplications(HostedServer server) : IClassFixture<HostedServer>
{
    [Fact]
    public async Task An_application_is_made_read_changed_and_deleted()
    {
        var client = await ApiClient.WithAsync(server, ["applications:read", "applications:write"]);
        var made = (await client.PostAsync("/applications", """{"name":"Notes","address":"api-notes","redirect_uris":["https://rp.acme.test/cb"]}""")).Is(201);
        var id = made["client_id"];
        Assert.Equal(("/api/v3/applications/" + id, "https://idp.test/apps/api-notes/oidc", 43), (made.Headers["Location"], made["issuer"], made["client_secret"].Length));

        var read = (await client.GetAsync($"/applications/{id}")).Is(200);
        Assert.Equal(("\"1\"", "web", "True", "RS256", "60"), (read.Headers["ETag"], read["type"], read.Json["has_secret"]!.GetValue<bool>().ToString(), read["id_token_algorithm"], read.Json["policy"]!["code_lifetime"]!.ToString()));

        var changed = (await client.SendAsync("PATCH", $"/applications/{id}", """{"name":"Network Notes","policy":{"show_consent":false},"allow_by_default":false}""", ifMatch: "\"1\"")).Is(200);
        Assert.Equal(("Network Notes", "2", "False"), (changed["name"], changed["version"], changed.Json["policy"]!["show_consent"]!.GetValue<bool>().ToString()));
        Assert.False((await client.GetAsync($"/applications/{id}/access")).Json["allow_by_default"]!.GetValue<bool>());

        (await client.SendAsync("DELETE", $"/applications/{id}", ifMatch: "\"1\"")).Is(412);
        (await client.SendAsync("DELETE", $"/applications/{id}", ifMatch: "\"2\"")).Is(204);
        Assert.Equal("application_unknown", (await client.GetAsync($"/applications/{id}")).Is(404).Reason);
        Assert.Equal(404, (int)(await server.Client().GetAsync(new Uri("/apps/api-notes/oidc/.well-known/openid-configuration", UriKind.Relative))).StatusCode);
    }

    [Fact, Attack("AD-09")]
    public async Task A_secret_is_in_the_answer_that_made_it_and_in_no_other()
    {
        var client = await ApiClient.WithAsync(server);
        var made = (await client.PostAsync("/applications", """{"name":"Vault","address":"api-vault","redirect_uris":["https://rp.acme.test/cb"]}""")).Is(201);
        var id = made["client_id"];
        var refreshed = (await client.PostAsync($"/applications/{id}/secret", """{"grace_seconds":60}""")).Is(200);
        var key = (await client.PostAsync($"/applications/{id}/access-keys", """{"remark":"nightly"}""")).Is(201);
        var again = (await client.SendAsync("POST", $"/access-keys/{key["access_key"]}/secret")).Is(200);
        string[] secrets = [made["client_secret"], refreshed["client_secret"], key["secret_key"], again["secret_key"], client.Key!];
        Assert.Equal(5, secrets.Distinct().Count());
        foreach (var path in new[] { "/applications", $"/applications/{id}", $"/applications/{id}/access-keys", "/events", "/audit" })
        {
            var body = (await client.GetAsync(path)).Is(200).Body;
            Assert.All(secrets, secret => Assert.DoesNotContain(secret, body, StringComparison.Ordinal));
        }

        Assert.All(secrets, secret => Assert.DoesNotContain(server.Log.Lines, line => line.Contains(secret, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_is_wrong_is_told_by_field_with_its_reason()
    {
        var client = await ApiClient.WithAsync(server);
        var refused = (await client.PostAsync("/applications", """{"name":"","address":"console","redirect_uris":["javascript:alert(1)"]}""")).Is(422);
        Assert.Equal("application/problem+json", refused.Type);
        Assert.Superset(new HashSet<string> { "name", "address", "redirect_uris" }, refused.Fields.ToHashSet());
        Assert.Equal("address_reserved", refused.Json["errors"]!["address"]![0]!["reason"]!.GetValue<string>());
        Assert.Equal(refused.Headers["X-Request-Id"], refused["reference"]);

        (await client.PostAsync("/applications", """{"name":"A","address":"api-taken","redirect_uris":["https://rp.acme.test/cb"]}""")).Is(201);
        Assert.Equal("address_taken", (await client.PostAsync("/applications", """{"name":"B","address":"api-taken","redirect_uris":["https://rp.acme.test/cb"]}""")).Is(409).Reason);
        Assert.Equal("changed_meanwhile", (await client.SendAsync("PATCH", "/applications/api-taken", """{"name":"C","version":7}""")).Is(409).Reason);
        (await client.SendAsync("PATCH", "/applications/api-taken", """{"name":"C"}""", ifMatch: "\"seven\"")).Is(412);
        (await client.SendAsync("PATCH", "/applications/api-taken", """{"name":"C"}""", ifMatch: "seven")).Is(400);
    }

    [Theory, Attack("AD-04"), Attack("AD-06"), Attack("PP-11")]
    [InlineData("""{"name":null}""", "name", "member_null")]
    [InlineData("""{"name":7}""", "name", "member_malformed")]
    [InlineData("""{"redirect_uris":[null]}""", "redirect_uris", "member_malformed")]
    [InlineData("""{"policy":{"first_party":true}}""", "policy.first_party", "member_malformed")]
    [InlineData("""{"id_token_algorithm":"none"}""", "id_token_algorithm", "member_malformed")]
    [InlineData("""{"id_token_algorithm":0}""", "id_token_algorithm", "member_malformed")]
    [InlineData("""{"name":"a","name":"b"}""", "body", "body_malformed")]
    [InlineData("""{"name":"\ud800"}""", "name", "member_malformed")]
    [InlineData("[]", "body", "body_malformed")]
    [InlineData("", "body", "body_malformed")]
    [InlineData("{", "body", "body_malformed")]
    public async Task A_body_that_cannot_be_understood_is_refused(string body, string field, string reason)
    {
        var client = await ApiClient.WithAsync(server);
        var refused = (await client.SendAsync("PATCH", "/applications/nothing", body)).Is(400);
        Assert.Equal((field, reason), (Assert.Single(refused.Fields), refused.Reason));
    }

    [Fact, Attack("AD-06")]
    public async Task No_token_lives_longer_than_the_product_lets_it()
    {
        var client = await ApiClient.WithAsync(server);
        var notes = await server.NotesAsync();
        var refused = (await client.SendAsync("PATCH", $"/applications/{notes.Keys.ClientId}", """{"policy":{"access_token_lifetime":2147483647,"id_token_lifetime":0}}""")).Is(422);
        Assert.Superset(new HashSet<string> { "access_token_lifetime", "id_token_lifetime" }, refused.Fields.ToHashSet());
    }

    [Fact]
    public async Task A_body_is_bounded_and_is_json()
    {
        var client = await ApiClient.WithAsync(server);
        Assert.Equal("body_too_large", (await client.PostAsync("/applications", $$"""{"name":"{{new string('a', 65 * 1024)}}"}""")).Is(413).Reason);
        Assert.Equal("body_no_json", (await client.SendAsync("POST", "/applications", "name=a", type: "application/x-www-form-urlencoded")).Is(415).Reason);
        Assert.Equal("body_unexpected", (await client.SendAsync("DELETE", "/applications/nothing", "{}")).Is(400).Reason);
        Assert.Equal(["address", "name"], (await client.PostAsync("/applications")).Is(400).Fields.Order());
    }

    [Fact]
    public async Task A_list_goes_on_where_the_page_before_ended()
    {
        var client = await ApiClient.WithAsync(server);
        foreach (var number in Enumerable.Range(1, 5))
        {
            (await client.PostAsync("/applications", $$"""{"name":"Paged {{number}}","address":"api-paged-{{number}}","redirect_uris":["https://rp.acme.test/cb"]}""")).Is(201);
        }

        List<string> seen = [];
        for (string? next = ""; next is not null;)
        {
            var page = (await client.GetAsync($"/applications?search=paged&limit=2{next}")).Is(200);
            Assert.InRange(page.Items.Count, 1, 2);
            seen.AddRange(page.Items.Select(item => item["name"]!.GetValue<string>()));
            next = page.Json["next"] is { } after ? $"&after={after}" : null;
        }

        Assert.Equal(Enumerable.Range(1, 5).Select(number => $"Paged {number}"), seen);
    }

    [Fact]
    public async Task The_trail_names_the_key()
    {
        var client = await ApiClient.WithAsync(server);
        (await client.PostAsync("/applications", """{"name":"Traced","address":"api-traced","redirect_uris":["https://rp.acme.test/cb"]}""")).Is(201);
        var entry = (await client.GetAsync("/audit?kind=application_created&limit=1")).Is(200).Items.Single();
        Assert.Equal(("api_key", "nightly"), (entry["detail"]!["actor"]!.GetValue<string>(), entry["detail"]!["actor_key_name"]!.GetValue<string>()));
        await using var db = await server.DatabaseAsync();
        Assert.True(await db.ApiKeys.AnyAsync(row => row.LastUsedAt == server.Clock.Now));
    }

    [Fact]
    public async Task Its_parts_are_managed_too()
    {
        var client = await ApiClient.WithAsync(server);
        (await client.PostAsync("/applications", """{"name":"Parts","address":"api-parts","redirect_uris":["https://rp.acme.test/cb"]}""")).Is(201);
        (await client.SendAsync("PUT", "/applications/api-parts/oauth-provider", """{"grant_types":["authorization_code"]}""")).Is(204);
        Assert.Equal("authorization_code", (await client.GetAsync("/applications/api-parts")).Json["oauth_provider"]!["grant_types"]![0]!.GetValue<string>());
        (await client.SendAsync("DELETE", "/applications/api-parts/oauth-provider")).Is(204);
        Assert.Null((await client.GetAsync("/applications/api-parts")).Json["oauth_provider"]);

        (await client.PostAsync("/applications/api-parts/claims", """{"name":"https://acme.test/tier","value":"gold"}""")).Is(204);
        Assert.Equal("gold", (await client.GetAsync("/applications/api-parts/claims")).Items.Single()["value"]!.GetValue<string>());
        (await client.SendAsync("DELETE", "/applications/api-parts/claims?name=https%3A%2F%2Facme.test%2Ftier")).Is(204);
        Assert.Equal("claim_unknown", (await client.SendAsync("DELETE", "/applications/api-parts/claims?name=tier")).Is(404).Reason);

        var key = (await client.PostAsync("/applications/api-parts/access-keys", """{"token_lifetime":60}""")).Is(201)["access_key"];
        (await client.SendAsync("PATCH", $"/access-keys/{key}", """{"enabled":false,"remark":"old"}""")).Is(204);
        var listed = (await client.GetAsync("/applications/api-parts/access-keys")).Items.Single();
        Assert.Equal((false, "old", 60), (listed["enabled"]!.GetValue<bool>(), listed["remark"]!.GetValue<string>(), listed["token_lifetime"]!.GetValue<int>()));
        (await client.SendAsync("DELETE", $"/access-keys/{key}")).Is(204);

        (await client.PostAsync("/groups", """{"code":"parts-staff"}""")).Is(201);
        var entry = (await client.PostAsync("/applications/api-parts/access", """{"subject_kind":"group","subject":"parts-staff","allow":true}""")).Is(200)["id"];
        Assert.Equal("access_entry_exists", (await client.PostAsync("/applications/api-parts/access", """{"subject_kind":"group","subject":"parts-staff","allow":false}""")).Is(409).Reason);
        Assert.Equal("subject", (await client.PostAsync("/applications/api-parts/access", """{"subject_kind":"group","subject":"nobody","allow":false}""")).Is(422).Fields.Single());
        (await client.SendAsync("PATCH", $"/access-entries/{entry}", """{"enabled":false}""")).Is(204);
        (await client.SendAsync("DELETE", $"/access-entries/{entry}")).Is(204);
        Assert.Empty((await client.GetAsync("/applications/api-parts/access")).Json["entries"]!.AsArray());
        Assert.Empty((await client.GetAsync("/applications/api-parts/signed-in")).Items);
    }
}
