using System.Text;
using System.Text.Json.Nodes;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Server.Tests.Api;

/// <summary>A pool's configuration as a file, by the management API.</summary>
public class MovingAConfigurationByApi(WideApi server) : IClassFixture<WideApi>
{
    private const string Apply = "/configuration/apply";

    [Fact]
    public async Task It_is_taken_out_as_json_or_as_yaml_and_it_is_written_down_who_took_it()
    {
        var client = await ApiClient.WithAsync(server, ["configuration:read"]);
        await server.NotesAsync();
        await using var db = await server.DatabaseAsync(server.PoolId);
        var before = await db.Events.Where(row => row.Kind == "configuration_exported").Select(row => row.Id).ToListAsync();

        var json = (await client.GetAsync("/configuration")).Is(200);
        Assert.Equal(("application/json", "1"), (json.Type, json["format"]));
        Assert.Equal("no-store", json.Headers["Cache-Control"]);
        var yaml = (await client.GetAsync("/configuration?format=yaml")).Is(200);
        Assert.Equal("application/yaml", yaml.Type);
        Assert.StartsWith("format: 1\n", yaml.Body, StringComparison.Ordinal);
        Assert.Equal(400, (await client.GetAsync("/configuration?format=xml")).Status);
        Assert.Equal(400, (await client.GetAsync("/configuration?with_secrets=true")).Status);

        var taken = await db.Events.Where(row => row.Kind == "configuration_exported" && !before.Contains(row.Id)).Select(row => row.Detail!).ToListAsync();
        Assert.Equal(2, taken.Count(detail => detail.Contains("nightly", StringComparison.Ordinal) && detail.Contains("\"secrets\":false", StringComparison.Ordinal)));
    }

    [Fact, Attack("AD-05")]
    public async Task Secrets_are_for_a_key_that_was_given_the_scope_and_for_no_other()
    {
        var secret = (await server.NotesAsync()).Keys.Secret!;
        var reader = await ApiClient.WithAsync(server, ["configuration:read", "configuration:write", "applications:read", "applications:write"]);
        var trusted = await ApiClient.WithAsync(server, ["configuration:secrets"]);

        Assert.DoesNotContain(secret, (await reader.GetAsync("/configuration")).Is(200).Body, StringComparison.Ordinal);
        Assert.Equal("api_scope_missing", (await reader.GetAsync("/configuration/with-secrets")).Is(403).Reason);
        Assert.Contains(secret, (await trusted.GetAsync("/configuration/with-secrets?format=yaml")).Is(200).Body, StringComparison.Ordinal);
        Assert.Equal(403, (await trusted.PostAsync(Apply, """{"format":1}""")).Status);
    }

    [Fact]
    public async Task A_dry_run_shows_the_difference_and_a_second_time_changes_nothing()
    {
        var client = await ApiClient.WithAsync(server, ["configuration:read", "configuration:write"]);
        const string File = """{"format":1,"user_pool":{"single_sign_on":false},"groups":[{"code":"dry-staff","name":"Staff"}]}""";

        var planned = (await client.PostAsync(Apply + "?dry_run=true", File)).Is(200);
        Assert.False(planned.Json["applied"]!.GetValue<bool>());
        var changes = planned.Json["changes"]!.AsArray().ToDictionary(each => $"{each!["act"]} {each["noun"]} {each["name"]}", each => each!["differences"]!);
        Assert.Contains("create group dry-staff", changes.Keys);
        Assert.Equal((true, false), Difference(Assert.Single(changes, each => each.Key.StartsWith("update user_pool", StringComparison.Ordinal)).Value["single_sign_on"]!));
        await using var db = await server.DatabaseAsync(server.PoolId);
        Assert.False(await db.Groups.AnyAsync(row => row.Code == "dry-staff"));

        var applied = (await client.PostAsync(Apply, File, named: "apply-1")).Is(200);
        Assert.Equal((true, planned.Json["changes"]!.ToJsonString()), (applied.Json["applied"]!.GetValue<bool>(), applied.Json["changes"]!.ToJsonString()));
        Assert.True(await db.Groups.AnyAsync(row => row.Code == "dry-staff"));
        Assert.Equal("true", (await client.PostAsync(Apply, File, named: "apply-1")).Is(200).Headers["Idempotent-Replayed"]);
        Assert.Empty((await client.PostAsync(Apply, File)).Is(200).Json["changes"]!.AsArray());
        var applications = await db.Events.Where(row => row.Kind == "configuration_applied").ToListAsync();
        var written = Assert.Single(applications, row => row.Detail!.Contains("dry-staff", StringComparison.Ordinal));
        Assert.Contains("nightly", written.Detail, StringComparison.Ordinal);

        await client.PostAsync(Apply, """{"format":1,"user_pool":{"single_sign_on":true}}""");
    }

    [Fact]
    public async Task What_was_taken_out_is_what_is_there()
    {
        var client = await ApiClient.WithAsync(server, ["configuration:read", "configuration:secrets", "configuration:write"]);
        await server.NotesAsync();
        foreach (var (path, type) in new[] { ("/configuration", "application/json"), ("/configuration?format=yaml", "application/yaml"), ("/configuration/with-secrets?format=yaml", "application/yaml; charset=utf-8") })
        {
            var file = (await client.GetAsync(path)).Is(200).Body;
            Assert.Empty((await client.SendAsync("POST", Apply, file, type: type)).Is(200).Json["changes"]!.AsArray());
        }
    }

    [Fact, Attack("AD-03"), Attack("XT-06")]
    public async Task A_key_of_another_pool_takes_and_changes_its_own_alone()
    {
        var here = await ApiClient.WithAsync(server, ["configuration:read", "configuration:write"]);
        var there = await ApiClient.WithAsync(server, ["configuration:secrets", "configuration:write"], await server.OtherPoolAsync());
        var notes = (await server.NotesAsync()).Keys;
        var address = notes.Issuer.Split('/')[^2];
        (await here.PostAsync(Apply, """{"format":1,"roles":[{"name":"only-here"}]}""")).Is(200);

        var theirs = (await there.GetAsync("/configuration/with-secrets")).Is(200).Body;
        Assert.DoesNotContain("only-here", theirs, StringComparison.Ordinal);
        Assert.DoesNotContain(notes.ClientId, theirs, StringComparison.Ordinal);

        var stolen = await there.PostAsync(
            Apply, $$"""{"format":1,"applications":[{"address":"{{address}}","client_id":"{{notes.ClientId}}","name":"Mine","redirect_uris":["https://m.test/cb"]}]}""");
        Assert.Equal([$"applications[{address}].address", $"applications[{address}].client_id"], stolen.Is(409).Fields);
        (await there.PostAsync(Apply, """{"format":1,"roles":[{"name":"only-there"}]}""")).Is(200);
        Assert.DoesNotContain("only-there", (await here.GetAsync("/configuration")).Body, StringComparison.Ordinal);
    }

    [Theory, Attack("AD-04")]
    [InlineData("application/json", """{"format":2}""", 422, "configuration_format_unknown")]
    [InlineData("application/json", """{"roles":[]}""", 400, "configuration_malformed")]
    [InlineData("application/json", """{"format":1,"pool_id":"x"}""", 400, "configuration_malformed")]
    [InlineData("application/json", """{"format":1,"applications":[null]}""", 400, "configuration_malformed")]
    [InlineData("application/json", """{"format":1,"format":1}""", 400, "configuration_malformed")]
    [InlineData("application/json", """[1]""", 400, "configuration_malformed")]
    [InlineData("application/json", "", 400, "configuration_malformed")]
    [InlineData("application/yaml", "format: 1\nroles:\n  - name: x\n - name: y\n", 400, "configuration_malformed")]
    [InlineData("application/yaml", "format: 1\n---\nformat: 1\n", 400, "configuration_malformed")]
    [InlineData("application/yaml", "format: !!python/object:os.system 1\n", 400, "configuration_malformed")]
    [InlineData("application/yaml", "format: 1\ngroups: [{ code: g, name: \"\\0\" }]\n", 400, "configuration_malformed")]
    [InlineData("application/yaml", "format: 1\nresources: [{ code: g, description: \"a\\0b\" }]\n", 400, "configuration_malformed")]
    [InlineData("text/plain", """{"format":1}""", 415, "body_no_json")]
    [InlineData("application/yaml; charset=utf-16", "format: 1", 415, "body_no_json")]
    public async Task A_wrong_file_is_refused(string type, string file, int status, string reason)
    {
        var client = await ApiClient.WithAsync(server, ["configuration:write"]);
        var refused = await client.SendAsync("POST", Apply, file, type: type);
        Assert.Equal((status, reason, "application/problem+json"), (refused.Status, refused.Reason, refused.Type));
    }

    [Fact, Attack("AD-04")]
    public async Task A_few_lines_do_not_become_gigabytes()
    {
        var client = await ApiClient.WithAsync(server, ["configuration:write"]);
        StringBuilder laughs = new("format: 1\na0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (var level = 1; level < 10; level++)
        {
            laughs.Append(string.Concat($"a{level}: &a{level} [", string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 10)), "]\n"));
        }

        Assert.Contains("Anchors", (await client.SendAsync("POST", Apply, laughs.ToString(), type: "application/yaml")).Is(400).Body, StringComparison.Ordinal);
        Assert.Equal("configuration_malformed", (await client.SendAsync("POST", Apply, "format: " + new string('[', 100_000), type: "application/yaml")).Is(400).Reason);
        Assert.Equal("configuration_malformed", (await client.SendAsync("POST", Apply, """{"format":""" + new string('[', 100_000))).Is(400).Reason);
    }

    [Fact]
    public async Task A_text_that_is_no_utf8_is_refused()
    {
        var client = await ApiClient.WithAsync(server, ["configuration:write"]);
        using HttpRequestMessage request = new(HttpMethod.Post, "/api/v3" + Apply) { Content = new ByteArrayContent([.. "format: 1 # "u8, 0xE9, (byte)'\n']) };
        request.Content.Headers.ContentType = new("application/yaml");
        Assert.Equal("body_malformed", (await client.SendAsync(request)).Is(400).Reason);
    }

    private static (bool Before, bool After) Difference(JsonNode difference) => (difference["before"]!.GetValue<bool>(), difference["after"]!.GetValue<bool>());
}
