using IdentitySource.Management.Applications;
using IdentitySource.Management.Configuration;
using IdentitySource.Management.UserPools;
using IdentitySource.Protocol.Jose;
using IdentitySource.Storage.Keys;
using IdentitySource.TestKit.Postgres;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Attack = IdentitySource.TestKit.AttackAttribute;

namespace IdentitySource.Management.Tests.Configuration;

/// <summary>What a file changes in a pool, and what is wrong with one.</summary>
public class ApplyingAFile(TestDeployment deployment) : IClassFixture<TestDeployment>
{
    [Fact]
    public async Task A_dry_run_says_what_would_be_changed_and_changes_nothing()
    {
        var address = await CreatedAsync();
        var file = $$"""{ "format": 1, "applications": [{ "address": "{{address}}", "name": "Renamed", "show_consent": false }, { "address": "{{address}}-two", "name": "Two", "redirect_uris": ["https://two.test/cb"] }], "roles": [{ "name": "{{address}}-role" }] }""";

        var plan = (await ApplyAsync(file, dryRun: true)).Value!;

        Assert.Equal(["create role", "update application", "create application"], plan.Changes.Select(change => $"{change.Act} {change.Noun}"));
        Assert.Equal(["name", "show_consent"], plan.Changes[1].Differences.Keys);
        Assert.Equal(new SettingDifference("Notes", "Renamed"), plan.Changes[1].Differences["name"]);
        var found = (await deployment.Get<FindApplication>().RunAsync(deployment.PoolId, address, default))!;
        Assert.Equal(("Notes", 1), (found.Name, found.Version));
        await using var db = await deployment.DatabaseAsync();
        Assert.False(await db.Applications.AnyAsync(row => row.Address == address + "-two"));
        Assert.False(await db.Roles.AnyAsync(row => row.Name == address + "-role"));
    }

    [Fact, Attack("DS-12")]
    public async Task Nobody_else_waits_while_the_keys_of_new_applications_are_made()
    {
        var (address, keys) = (await CreatedAsync(), deployment.Get<SigningKeyStore>());
        using CancellationTokenSource busy = new();
        var makers = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => keys.PrepareAsync(deployment.PoolId, 10_000, busy.Token)).ToList();

        var applying = ApplyAsync($$"""{ "format": 1, "applications": [{ "address": "{{address}}-new", "name": "New", "redirect_uris": ["https://new.test/cb"] }] }""");
        try
        {
            for (var others = 0; others < 10; others++)
            {
                var outcome = await ApplyAsync($$"""{ "format": 1, "roles": [{ "name": "{{address}}-{{others}}" }] }""").WaitAsync(TimeSpan.FromSeconds(20));
                Assert.Empty(outcome.Faults);
            }

            Assert.False(applying.IsCompleted);
        }
        finally
        {
            await busy.CancelAsync();
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(makers));
        Assert.Equal("application", Assert.Single((await applying).Value!.Changes).Noun);
        var made = (await deployment.Get<FindApplication>().RunAsync(deployment.PoolId, address + "-new", default))!;
        Assert.Equal(2, (await keys.LoadAsync(deployment.PoolId, made.Id, default)).Keys.Count(each => each.Key.Algorithm == SigningAlgorithm.RS256));
    }

    [Fact]
    public async Task What_the_file_leaves_out_stays()
    {
        var address = await CreatedAsync();

        var plan = (await ApplyAsync($$"""{ "format": 1, "applications": [{ "address": "{{address}}", "access_token_lifetime": 600 }] }""")).Value!;

        Assert.Equal(["access_token_lifetime"], Assert.Single(plan.Changes).Differences.Keys);
        var found = (await deployment.Get<FindApplication>().RunAsync(deployment.PoolId, address, default))!;
        Assert.Equal(["https://rp.acme.test/cb"], found.RedirectUris);
        Assert.Equal(TimeSpan.FromMinutes(10), found.Policy.AccessTokenLifetime);
        Assert.Equal(2, found.Version);
        var (before, after) = ("3600", "600");
        Assert.Contains($"\"access_token_lifetime\":{{\"before\":{before},\"after\":{after}}}", (await deployment.EventsAsync("application_updated"))[^1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_fault_and_nothing_of_the_file_is_done()
    {
        var name = deployment.Name("half");

        var outcome = await ApplyAsync($$"""{ "format": 1, "roles": [{ "name": "{{name}}" }], "applications": [{ "address": "{{name}}", "name": "Half", "redirect_uris": ["not a url"] }] }""");

        var fault = Assert.Single(outcome.Faults);
        Assert.StartsWith($"applications[{name}].redirect_uris", fault.Field, StringComparison.Ordinal);
        await using var db = await deployment.DatabaseAsync();
        Assert.False(await db.Roles.AnyAsync(row => row.Name == name));
    }

    [Theory]
    [InlineData("""{ "format": 2 }""", "configuration_format_unknown")]
    [InlineData("""{ }""", "configuration_malformed")]
    [InlineData("""{ "format": 1, "aplications": [] }""", "configuration_malformed")]
    [InlineData("""{ "format": 1, "roles": null }""", "configuration_malformed")]
    [InlineData("""{ "format": 1, "format": 1 }""", "configuration_malformed")]
    [InlineData("""{ "format": 1, "applications": [{ "address": "a", "type": 3 }] }""", "configuration_malformed")]
    [InlineData("""{ "format": 1, "roles": [{ "name": "twice" }, { "name": "Twice" }] }""", "configuration_repeated")]
    [InlineData("""{ "format": 1, "roles": [{ "name": "bad name" }] }""", "role_malformed")]
    [InlineData("""{ "format": 1, "rules": [{ "resource": "nothing", "role": "nobody" }] }""", "role_unknown")]
    [InlineData("""{ "format": 1, "rules": [{ "resource": "nothing" }] }""", "configuration_subject_ambiguous")]
    [InlineData("""{ "format": 1, "applications": [{ "address": "kept", "name": "K", "client_id": "x", "redirect_uris": ["https://k.test/"] }] }""", "client_id_malformed")]
    [InlineData("""{ "format": 1, "applications": [{ "address": "kept", "name": "K", "secret": "hunter2", "redirect_uris": ["https://k.test/"] }] }""", "secret_malformed")]
    [InlineData("""{ "format": 1, "applications": [null] }""", "configuration_malformed")]
    [InlineData("""{ "format": 1, "resources": [{ "code": "book", "actions": ["read", null] }] }""", "configuration_malformed")]
    [InlineData("""{ "format": 1, "groups": [{ "code": "g", "name": "\ud800" }] }""", "configuration_malformed")]
    [InlineData("format: 1\nroles:\n- ~\n", "configuration_malformed")]
    [InlineData("format: 1\nroles: &a [{ name: x }]\ngroups: *a\n", "configuration_malformed")]
    [InlineData("format: 1\nroles: !!set {}\n", "configuration_malformed")]
    [InlineData("format: 1\nformat: 1\n", "configuration_malformed")]
    [InlineData("format: [[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]", "configuration_malformed")]
    [InlineData("""{ "format": 1, "roles": [null] }""", "configuration_malformed")]
    [InlineData("""{ "format": 1, "rules": [{ "resource": "x", "role": "y", "actions": [null] }] }""", "configuration_malformed")]
    [InlineData("""{ "format": 1, "roles": [{ "name": "\u0000" }] }""", "configuration_malformed")]
    [InlineData("""{ "format": 1, "user_pool": { "custom_scopes": [{ "name": "a\u0000" }] } }""", "configuration_malformed")]
    [InlineData("format: 1\nuser_pool:\n  custom_scopes:\n  - name: \"a\\0\"\n", "configuration_malformed")]
    [InlineData("""{ "format": 1, "roles": [{ "name": "\ud800" }] }""", "configuration_malformed")]
    [InlineData("""{ "format": 1, "applications": [{ "address": "kept", "name": "K", "client_id": "00000000000000000000000000000000", "redirect_uris": ["https://k.test/"] }] }""", "client_id_malformed")]
    [InlineData("format: 1\nroles:\n  - ~\n", "configuration_malformed")]
    [InlineData("", "configuration_malformed")]
    [InlineData("just text", "configuration_malformed")]
    public async Task A_wrong_file_is_refused(string file, string reason) =>
        Assert.Equal(reason, Assert.Single((await ApplyAsync(file)).Faults).Reason);

    [Fact, Attack("AD-05"), Attack("CA-29")]
    public async Task An_application_does_not_get_the_pools_own_id()
    {
        await using var db = await deployment.DatabaseAsync();
        var before = await db.SigningKeys.CountAsync(key => key.ServerId == deployment.PoolId);

        var outcome = await ApplyAsync($$"""{ "format": 1, "applications": [{ "address": "taker", "name": "x", "type": "machine", "client_id": "{{deployment.PoolId:N}}" }] }""");

        Assert.Equal("client_id_taken", Assert.Single(outcome.Faults).Reason);
        Assert.Equal(before, await db.SigningKeys.CountAsync(key => key.ServerId == deployment.PoolId));
    }

    [Fact, Attack("DS-12")]
    public async Task A_file_brings_so_many_applications_and_no_more()
    {
        static string Many(int count) =>
            $$"""{ "format": 1, "applications": [{{string.Join(',', Enumerable.Range(0, count).Select(number => $$"""{"address":"crowd-{{number}}","name":"x","type":"machine"}"""))}}] }""";

        // Making the keys of as many would take minutes: in a dry run there are none.
        Assert.Equal(500, (await ApplyAsync(Many(500), dryRun: true)).Value!.Changes.Count);
        var refused = Assert.Single((await ApplyAsync(Many(501), dryRun: true)).Faults);
        Assert.Equal(("configuration_too_many_applications", 500), (refused.Reason, Assert.Single(refused.Values)));
    }

    [Fact]
    public async Task What_cannot_be_changed_is_refused()
    {
        var address = await CreatedAsync();
        var other = new string('a', 32);

        var outcome = await ApplyAsync(
            $$"""{ "format": 1, "applications": [{ "address": "{{address}}", "client_id": "{{other}}", "type": "machine", "secret": "{{new string('A', 43)}}" }] }""");

        Assert.Superset(new HashSet<string> { "client_id_differs", "application_type_differs", "secret_differs" }, outcome.Faults.Select(fault => fault.Reason).ToHashSet());
    }

    [Fact]
    public async Task Neither_a_client_id_nor_an_address_of_another_pool_is_taken()
    {
        var address = await CreatedAsync();
        var there = (await deployment.Get<FindApplication>().RunAsync(deployment.PoolId, address, default))!;
        var pool = (await deployment.Get<CreatePool>().RunAsync(Actor.CommandLine, new NewPool("Other", deployment.Name("other")), default)).Value!;
        var file = ConfigurationFile.Read(
            $$"""{ "format": 1, "applications": [{ "address": "{{address}}", "client_id": "{{there.ClientId}}", "name": "Mine", "redirect_uris": ["https://m.test/cb"] }] }""").Value!;

        var outcome = await deployment.Get<ApplyConfiguration>().RunAsync(Actor.CommandLine, pool.Id, file, dryRun: true, default);

        Assert.Equal(["address_taken", "client_id_taken"], outcome.Faults.Select(fault => fault.Reason));
    }

    private async Task<string> CreatedAsync()
    {
        var address = deployment.Name("notes");
        var created = await deployment.Get<CreateApplication>().RunAsync(
            Actor.CommandLine, new NewApplication { PoolId = deployment.PoolId, Name = "Notes", Address = address, RedirectUris = ["https://rp.acme.test/cb"] }, default);
        Assert.Empty(created.Faults);
        return address;
    }

    private async Task<Outcome<ConfigurationPlan>> ApplyAsync(string file, bool dryRun = false) => ConfigurationFile.Read(file).Refused(out var faults, out var wanted)
        ? faults.ToList()
        : await deployment.Get<ApplyConfiguration>().RunAsync(Actor.CommandLine, deployment.PoolId, wanted, dryRun, default);
}
