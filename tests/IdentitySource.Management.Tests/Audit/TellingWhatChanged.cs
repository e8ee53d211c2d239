using System.Text.Json;
using System.Text.RegularExpressions;
using IdentitySource.Management.AccessKeys;
using IdentitySource.Management.Applications;
using IdentitySource.Management.Configuration;
using IdentitySource.Management.Permissions;
using IdentitySource.Management.UserPools;
using IdentitySource.Management.Users;
using IdentitySource.Storage.Entities;
using IdentitySource.TestKit.Postgres;
using Xunit;

namespace IdentitySource.Management.Tests.Audit;

/// <summary>
/// An entry about a change tells what it was and what it is; where nothing changed there is no entry. Only an application counts each
/// time that it is saved as a version, and has an entry for it.
/// </summary>
public sealed partial class TellingWhatChanged : IAsyncLifetime
{
    /// <summary>Each kind that changes something, the members that it has to tell, and the act, which is done twice.</summary>
    private static readonly Dictionary<string, (string[] Members, Func<TestDeployment, Task> Act)> Kinds = new()
    {
        ["application_updated"] = (["name"], async on => await Done(on.Get<UpdateApplication>().RunAsync(
            Actor.CommandLine, new ApplicationSettings { PoolId = on.PoolId, Application = "changing", Name = "Changed" }, default))),
        ["user_updated"] = (["nickname"], async on => await Done(on.Get<UpdateUser>().RunAsync(
            Actor.CommandLine, new UserName(on.PoolId, "carl"), null, new Dictionary<string, string?> { ["nickname"] = "changed" }, default))),
        ["resource_updated"] = (["type", "description", "actions"], async on => await Done(on.Get<UpdateResource>().RunAsync(
            Actor.CommandLine, on.PoolId, "report", new ResourceSettings(ResourceType.Data, "Changed", ["read", "write"]), default))),
        ["access_key_updated"] = (["token_lifetime", "remark"], async on => await Done(on.Get<UpdateAccessKey>().RunAsync(
            Actor.CommandLine, on.PoolId, await KeyAsync(on), new AccessKeySettings(1200, "changed"), default))),
        ["user_pool_updated"] = (["single_sign_on"], async on => await Done(on.Get<UpdatePool>().RunAsync(Actor.CommandLine, new PoolSettings { PoolId = on.PoolId, SingleSignOn = false }, default))),
        ["policies_updated"] = (["password_min_length"], async on => await Done(on.Get<UpdatePolicies>().RunAsync(Actor.CommandLine, on.PoolId, new PoolPolicies(12), null, default))),
    };

    /// <summary>What a file changes and nothing else does; <see cref="A_file_tells_the_same"/>.</summary>
    private static readonly string[] ByFile = ["access_entry_updated"];

    private readonly TestDeployment deployment = new();

    public static TheoryData<string> Names => [.. Kinds.Keys];

    public async Task InitializeAsync()
    {
        await deployment.InitializeAsync();
        var pool = deployment.PoolId;
        await Done(deployment.Get<CreateApplication>().RunAsync(Actor.CommandLine, new NewApplication { PoolId = pool, Name = "Before", Address = "changing", Type = Protocol.Applications.ApplicationType.Machine }, default));
        await Done(deployment.Get<AddUser>().RunAsync(Actor.CommandLine, new NewUser { PoolId = pool, Username = "carl" }, default));
        await Done(deployment.Get<CreateResource>().RunAsync(Actor.CommandLine, new NewResource(pool, "report", ResourceType.Api, "Before", ["read"]), default));
        await Done(deployment.Get<CreateAccessKey>().RunAsync(Actor.CommandLine, new NewAccessKey(pool, "changing", 600, "before"), default));
    }

    public Task DisposeAsync() => deployment.DisposeAsync();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_change_tells_before_and_after_once(string kind)
    {
        await Kinds[kind].Act(deployment);
        await Kinds[kind].Act(deployment);

        var told = (await deployment.EventsAsync(kind)).Where(each => each.Detail!.Contains("before", StringComparison.Ordinal)).ToList();
        using var detail = JsonDocument.Parse(Assert.Single(told).Detail!);
        Assert.Equal(kind == "application_updated" ? 2 : 1, (await deployment.EventsAsync(kind)).Count);
        Assert.All(Kinds[kind].Members, member => Assert.NotEqual(detail.RootElement.GetProperty(member).GetProperty("before").ToString(), detail.RootElement.GetProperty(member).GetProperty("after").ToString()));
    }

    [Fact]
    public void Every_kind_that_the_sources_name_is_among_them()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "IdentitySource.sln")))
        {
            folder = folder.Parent;
        }

        var named = Directory.EnumerateFiles(Path.Combine(folder.FullName, "src", "IdentitySource.Management"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Updated().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value).Distinct();

        Assert.Equal(Kinds.Keys.Concat(ByFile).Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_file_tells_the_same()
    {
        await Done(deployment.Get<Management.Roles.CreateRole>().RunAsync(Actor.CommandLine, deployment.PoolId, "editor", default));
        await ApplyAsync(allow: false);
        await ApplyAsync(allow: true);

        using var detail = JsonDocument.Parse(Assert.Single(await deployment.EventsAsync("access_entry_updated")).Detail!);
        Assert.Equal(("False", "True"), (detail.RootElement.GetProperty("allow").GetProperty("before").ToString(), detail.RootElement.GetProperty("allow").GetProperty("after").ToString()));
    }

    [Fact]
    public async Task The_entry_of_a_deletion_still_says_who_it_was()
    {
        await Done(deployment.Get<DeleteUser>().RunAsync(Actor.CommandLine, new UserName(deployment.PoolId, "carl"), default));

        Assert.Contains("\"user\":\"carl\"", Assert.Single(await deployment.EventsAsync("user_deleted")).Detail, StringComparison.Ordinal);
        Assert.Contains("\"user\":\"carl\"", Assert.Single(await deployment.EventsAsync("user_created")).Detail, StringComparison.Ordinal);
    }

    private async Task ApplyAsync(bool allow)
    {
        var file = $$"""{ "format": 1, "applications": [{ "address": "changing", "access": [{ "role": "editor", "allow": {{(allow ? "true" : "false")}} }] }] }""";
        Assert.False(ConfigurationFile.Read(file).Refused(out _, out var wanted));
        await Done(deployment.Get<ApplyConfiguration>().RunAsync(Actor.CommandLine, deployment.PoolId, wanted!, false, default));
    }

    private static async Task<string> KeyAsync(TestDeployment deployment)
    {
        await using var db = await deployment.DatabaseAsync();
        return db.AccessKeys.Single().Id.ToString("N");
    }

    private static async Task Done<T>(Task<Outcome<T>> act) => Assert.Empty((await act).Faults);

    [GeneratedRegex("\"([a-z_]+_updated)\"")]
    private static partial Regex Updated();
}
