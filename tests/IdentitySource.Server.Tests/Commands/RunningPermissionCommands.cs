using IdentitySource.TestKit.Postgres;
using Xunit;

namespace IdentitySource.Server.Tests.Commands;

/// <summary>Machines, resources, rules, groups and roles from the command line.</summary>
public class RunningPermissionCommands(TestDeployment deployment) : IClassFixture<TestDeployment>
{
    private readonly Shell shell = new(deployment);

    private async Task<string> AccessKeyAsync(string address)
    {
        await shell.JsonAsync($"app create --name Robots --address {address} --type machine");
        return (await shell.JsonAsync($"app access-key create {address} --token-lifetime 120 --remark nightly")).GetProperty("access_key").GetString()!;
    }

    [Fact]
    public async Task An_access_key_is_made_listed_refreshed_switched_and_deleted()
    {
        await shell.JsonAsync("app create --name Robots --address cli-robots --type machine");
        var made = await shell.JsonAsync("app access-key create cli-robots --remark nightly");
        Assert.Equal(["access_key", "secret_key", "application"], made.EnumerateObject().Select(member => member.Name));
        var key = made.GetProperty("access_key").GetString()!;

        Assert.False((await shell.JsonAsync($"app access-key disable {key}")).GetProperty("enabled").GetBoolean());
        var listed = Assert.Single((await shell.JsonAsync("app access-key list cli-robots")).GetProperty("access_keys").EnumerateArray());
        Assert.Equal(
            (key, false, 600, "nightly"),
            (listed.GetProperty("access_key").GetString(), listed.GetProperty("enabled").GetBoolean(), listed.GetProperty("token_lifetime").GetInt32(), listed.GetProperty("remark").GetString()));
        Assert.Contains("(disabled)", (await shell.RunAsync("app access-key list cli-robots")).Output, StringComparison.Ordinal);
        Assert.True((await shell.JsonAsync($"app access-key enable {key}")).GetProperty("enabled").GetBoolean());

        await shell.JsonAsync($"app access-key update {key} --token-lifetime 60");
        listed = Assert.Single((await shell.JsonAsync("app access-key list cli-robots")).GetProperty("access_keys").EnumerateArray());
        Assert.Equal((60, "nightly"), (listed.GetProperty("token_lifetime").GetInt32(), listed.GetProperty("remark").GetString()));
        await shell.JsonAsync($"app access-key update {key} --remark weekly");
        listed = Assert.Single((await shell.JsonAsync("app access-key list cli-robots")).GetProperty("access_keys").EnumerateArray());
        Assert.Equal((60, "weekly"), (listed.GetProperty("token_lifetime").GetInt32(), listed.GetProperty("remark").GetString()));

        var refreshed = await shell.JsonAsync($"app access-key refresh {key}");
        Assert.Equal(key, refreshed.GetProperty("access_key").GetString());
        Assert.NotEqual(made.GetProperty("secret_key").GetString(), refreshed.GetProperty("secret_key").GetString());

        await shell.JsonAsync($"app access-key delete {key}");
        var gone = await shell.RunAsync($"app access-key enable {key}");
        Assert.Equal(1, gone.Code);
        Assert.Contains("(access_key_unknown)", gone.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resources_and_rules_are_made_listed_and_deleted()
    {
        var key = await AccessKeyAsync("cli-rules");
        await shell.JsonAsync("resource create revenue --type data --action create --action read update");
        var rule = (await shell.JsonAsync($"rule add revenue --id 2019 --action create read --access-key {key}")).GetProperty("id").GetString();
        await shell.JsonAsync($"rule add revenue --deny --access-key {key}");

        var resource = (await shell.JsonAsync("resource list")).GetProperty("resources").EnumerateArray().Single(each => each.GetProperty("code").GetString() == "revenue");
        Assert.Equal("data", resource.GetProperty("type").GetString());
        Assert.Equal(["create", "read", "update"], resource.GetProperty("actions").EnumerateArray().Select(each => each.GetString()));
        var rules = (await shell.JsonAsync($"rule list --access-key {key}")).GetProperty("rules").EnumerateArray().ToList();
        Assert.Equal(2, rules.Count);
        var allowed = rules.Single(each => each.GetProperty("id").GetString() == rule);
        Assert.Equal(("access_key", "2019", true), (allowed.GetProperty("subject_kind").GetString(), allowed.GetProperty("instance").GetString(), allowed.GetProperty("allow").GetBoolean()));
        Assert.Contains("revenue:2019:create,read", (await shell.RunAsync("rule list")).Output, StringComparison.Ordinal);
        Assert.Contains("deny", (await shell.RunAsync("rule list")).Output, StringComparison.Ordinal);

        await shell.JsonAsync("resource update revenue --action create read");
        resource = (await shell.JsonAsync("resource list")).GetProperty("resources").EnumerateArray().Single(each => each.GetProperty("code").GetString() == "revenue");
        Assert.Equal("data", resource.GetProperty("type").GetString());
        Assert.Equal(["create", "read"], resource.GetProperty("actions").EnumerateArray().Select(each => each.GetString()));

        await shell.JsonAsync($"rule delete {rule}");
        await shell.JsonAsync("resource delete revenue");
        Assert.Empty((await shell.JsonAsync($"rule list --access-key {key}")).GetProperty("rules").EnumerateArray());
    }

    [Theory]
    [InlineData("role", "editor", "name")]
    [InlineData("group", "staff", "code")]
    public async Task People_come_into_roles_and_groups_and_out_again(string kind, string name, string shown)
    {
        await shell.JsonAsync($"user add --email {kind}@x.test");
        await shell.JsonAsync($"{kind} create {name}");

        Assert.True((await shell.JsonAsync($"{kind} add {name} {kind}@x.test")).GetProperty("changed").GetBoolean());
        Assert.False((await shell.JsonAsync($"{kind} add {name} {kind}@x.test")).GetProperty("changed").GetBoolean());
        var listed = (await shell.JsonAsync($"{kind} list")).GetProperty($"{kind}s").EnumerateArray().Single(each => each.GetProperty(shown).GetString() == name);
        Assert.Equal(1, listed.GetProperty("members").GetInt32());
        Assert.Contains(name, (await shell.RunAsync($"{kind} list")).Output, StringComparison.Ordinal);
        Assert.True((await shell.JsonAsync($"{kind} remove {name} {kind}@x.test")).GetProperty("changed").GetBoolean());

        var unknown = await shell.RunAsync($"{kind} add {name} nobody@x.test");
        Assert.Contains("(user_unknown)", unknown.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rule add revenue")]
    [InlineData("rule add revenue --user a --role b")]
    [InlineData("rule list --user a --group b")]
    [InlineData("app access-key create")]
    [InlineData("app access-key")]
    [InlineData("resource create a --type tower")]
    public async Task What_cannot_be_understood_ends_with_2(string line) => Assert.Equal(2, (await shell.RunAsync(line)).Code);

    [Fact]
    public async Task Who_may_sign_in_is_set_listed_and_taken_back()
    {
        await shell.JsonAsync("app create --name Shop --address cli-door --redirect-uri https://rp.acme.test/cb");
        await shell.JsonAsync("group create cli-door-staff --name Staff");
        await shell.JsonAsync("user add --username cli-door-ann --no-password");
        await shell.JsonAsync("app access default cli-door deny");
        var staff = (await shell.JsonAsync("app access add cli-door --group cli-door-staff")).GetProperty("id").GetString()!;
        var ann = (await shell.JsonAsync("app access add cli-door --deny --user cli-door-ann")).GetProperty("id").GetString()!;
        Assert.False((await shell.RunAsync($"app access disable {ann}")).Code != 0);

        var access = await shell.JsonAsync("app access list cli-door");
        Assert.Equal("deny", access.GetProperty("default").GetString());
        Assert.Equal(
            [(staff, true, true, "group"), (ann, false, false, "user")],
            access.GetProperty("entries").EnumerateArray().Select(entry => (
                entry.GetProperty("id").GetString()!, entry.GetProperty("allow").GetBoolean(), entry.GetProperty("enabled").GetBoolean(), entry.GetProperty("subject_kind").GetString()!)));
        Assert.Contains("(disabled)", (await shell.RunAsync("app access list cli-door")).Output, StringComparison.Ordinal);

        await shell.JsonAsync($"app access enable {ann}");
        await shell.JsonAsync($"app access remove {ann}");
        Assert.Contains("(access_entry_unknown)", (await shell.RunAsync($"app access remove {ann}")).Error, StringComparison.Ordinal);
        Assert.Equal(2, (await shell.RunAsync("app access default cli-door perhaps")).Code);
    }

    [Fact]
    public async Task An_api_key_is_made_listed_and_revoked()
    {
        var made = await shell.JsonAsync("api-key create --name nightly --scope users:read users:write --days 10");
        Assert.StartsWith("isk_", made.GetProperty("key").GetString(), StringComparison.Ordinal);
        var id = made.GetProperty("id").GetString()!;
        var listed = (await shell.JsonAsync("api-key list")).GetProperty("api_keys").EnumerateArray().Single(each => each.GetProperty("id").GetString() == id);
        Assert.Equal(["users:read", "users:write"], listed.GetProperty("scopes").EnumerateArray().Select(each => each.GetString()));
        var shown = (await shell.RunAsync("api-key list")).Output;
        Assert.Contains("never used", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(made.GetProperty("key").GetString()!, shown, StringComparison.Ordinal);
        await shell.JsonAsync($"api-key revoke {id}");
        Assert.Contains("(api_key_unknown)", (await shell.RunAsync($"api-key revoke {id}")).Error, StringComparison.Ordinal);
        Assert.Contains("(api_scope_unknown)", (await shell.RunAsync("api-key create --name x --scope users:rule")).Error, StringComparison.Ordinal);
        Assert.Contains("(api_scope_unknown)", (await shell.RunAsync("api-key create --name x --scope user-pools:read")).Error, StringComparison.Ordinal);
        Assert.Equal(0, (await shell.RunAsync("api-key create --name x --scope user-pools:read --pool operators")).Code);
    }
}
