using IdentitySource.Management.AccessKeys;
using IdentitySource.Management.Applications;
using IdentitySource.Management.Permissions;
using IdentitySource.Management.Subjects;
using IdentitySource.Protocol.Permissions;
using IdentitySource.Protocol.Ports;
using IdentitySource.Protocol.Tokens;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Snapshots;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Postgres;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Management.Tests.AccessKeys;

/// <summary>Programmatic access accounts: what is kept of them, and how fast a change of them is everywhere.</summary>
public class WorkingOnAccessKeys(TestDeployment deployment) : IClassFixture<TestDeployment>
{
    private async Task<CreatedApplication> ApplicationAsync() => (await deployment.Get<CreateApplication>().RunAsync(
        Actor.CommandLine,
        new Management.Applications.NewApplication
        {
            PoolId = deployment.PoolId,
            Name = "Robots",
            Address = deployment.Name("robots"),
            Type = Protocol.Applications.ApplicationType.Machine,
        },
        default)).Value!;

    private async Task<IssuedAccessKey> CreatedAsync(string? application = null, int lifetime = 600, string? remark = null)
    {
        application ??= (await ApplicationAsync()).Address;
        var outcome = await deployment.Get<CreateAccessKey>().RunAsync(
            Actor.CommandLine, new NewAccessKey(deployment.PoolId, application, lifetime, remark), default);
        Assert.Empty(outcome.Faults);
        return outcome.Value!;
    }

    private ValueTask<AccessKey?> FindAsync(IssuedAccessKey key, IServiceProvider? at = null) =>
        (at ?? deployment.Services).GetRequiredService<IAccessKeyRegistry>().FindAsync(deployment.PoolId, key.AccessKey, default);

    [Fact]
    public async Task An_account_is_kept_without_its_secret_and_found_at_once()
    {
        var key = await CreatedAsync(lifetime: 120, remark: "Nightly export");

        Assert.Matches("^[0-9a-f]{32}$", key.AccessKey);
        Assert.Equal(43, key.Secret.Length);
        Assert.DoesNotContain(key.Secret, key.ToString(), StringComparison.Ordinal);
        var found = (await FindAsync(key))!;
        Assert.Equal((key.ApplicationId, true, TimeSpan.FromSeconds(120)), (found.ApplicationId, found.Enabled, found.TokenLifetime));
        Assert.Equal(TestKit.NewApplication.Hash(key.Secret), found.SecretHash);
        var told = Assert.Single(await deployment.EventsAsync("access_key_created"), row => row.ApplicationId == key.ApplicationId);
        Assert.Contains(key.AccessKey, told.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(key.Secret, told.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(29, null, "token_lifetime_out_of_range")]
    [InlineData(86_401, null, "token_lifetime_out_of_range")]
    [InlineData(600, "turned \u202e about", "remark_malformed")]
    public async Task What_an_account_cannot_be_is_refused(int lifetime, string? remark, string reason)
    {
        var application = await ApplicationAsync();
        var outcome = await deployment.Get<CreateAccessKey>().RunAsync(
            Actor.CommandLine, new NewAccessKey(deployment.PoolId, application.ClientId, lifetime, remark), default);

        Assert.Equal(reason, Assert.Single(outcome.Faults).Reason);
    }

    [Fact]
    public async Task An_account_needs_an_application_of_its_pool()
    {
        var elsewhere = await deployment.PoolAsync(UserPool.OperatorsSlug);
        var application = await ApplicationAsync();

        foreach (var input in new[] { new NewAccessKey(deployment.PoolId, "nothing"), new NewAccessKey(elsewhere, application.ClientId) })
        {
            var outcome = await deployment.Get<CreateAccessKey>().RunAsync(Actor.CommandLine, input, default);
            Assert.Equal("application_unknown", Assert.Single(outcome.Faults).Reason);
        }
    }

    [Fact]
    public async Task Disabled_and_deleted_it_is_gone_here_at_once_and_elsewhere_when_the_feed_was_read()
    {
        var key = await CreatedAsync();
        var elsewhere = await deployment.StartNodeAsync();
        Assert.True((await FindAsync(key, elsewhere))!.Enabled);

        await deployment.Get<EnableAccessKey>().RunAsync(Actor.CommandLine, deployment.PoolId, key.AccessKey, enabled: false, default);
        Assert.False((await FindAsync(key))!.Enabled);
        await elsewhere.GetRequiredService<ChangeFeed>().FollowAsync(default);
        Assert.False((await FindAsync(key, elsewhere))!.Enabled);

        await deployment.Get<EnableAccessKey>().RunAsync(Actor.CommandLine, deployment.PoolId, key.AccessKey, enabled: true, default);
        Assert.True((await FindAsync(key))!.Enabled);

        await deployment.Get<DeleteAccessKey>().RunAsync(Actor.CommandLine, deployment.PoolId, key.AccessKey, default);
        Assert.Null(await FindAsync(key));
        await elsewhere.GetRequiredService<ChangeFeed>().FollowAsync(default);
        Assert.Null(await FindAsync(key, elsewhere));
        Assert.Equal("access_key_unknown", Assert.Single(
            (await deployment.Get<DeleteAccessKey>().RunAsync(Actor.CommandLine, deployment.PoolId, key.AccessKey, default)).Faults).Reason);
        Assert.Single(await deployment.EventsAsync("access_key_deleted"), row => row.ApplicationId == key.ApplicationId);
    }

    [Fact]
    public async Task Refreshing_changes_the_secret_and_nothing_else()
    {
        var key = await CreatedAsync(lifetime: 77, remark: "kept");

        var refreshed = (await deployment.Get<RefreshAccessKey>().RunAsync(Actor.CommandLine, deployment.PoolId, key.AccessKey, default)).Value!;

        Assert.Equal(key.AccessKey, refreshed.AccessKey);
        Assert.NotEqual(key.Secret, refreshed.Secret);
        var found = (await FindAsync(key))!;
        Assert.Equal(TestKit.NewApplication.Hash(refreshed.Secret), found.SecretHash);
        Assert.Equal((key.ApplicationId, true, TimeSpan.FromSeconds(77)), (found.ApplicationId, found.Enabled, found.TokenLifetime));
    }

    [Fact]
    public async Task Its_rules_come_and_go_with_it()
    {
        var (key, resource) = (await CreatedAsync(), deployment.Name("book"));
        await deployment.Get<CreateResource>().RunAsync(
            Actor.CommandLine, new NewResource(deployment.PoolId, resource, ResourceType.Api, null, ["read", "write"]), default);
        Assert.False((await FindAsync(key))!.Permissions.Allows(PermissionItem.Parse($"{resource}:read")!.Value));

        var rule = (await deployment.Get<AddRule>().RunAsync(
            Actor.CommandLine,
            new NewRule(deployment.PoolId, new SubjectName(SubjectKind.AccessKey, key.AccessKey), resource, null, ["read"], Allow: true),
            default)).Value;
        Assert.True((await FindAsync(key))!.Permissions.Allows(PermissionItem.Parse($"{resource}:read")!.Value));
        Assert.False((await FindAsync(key))!.Permissions.Allows(PermissionItem.Parse($"{resource}:write")!.Value));

        Assert.Empty((await deployment.Get<DeleteRule>().RunAsync(Actor.CommandLine, deployment.PoolId, rule.ToString("N"), default)).Faults);
        Assert.False((await FindAsync(key))!.Permissions.Allows(PermissionItem.Parse($"{resource}:read")!.Value));

        await deployment.Get<AddRule>().RunAsync(
            Actor.CommandLine, new NewRule(deployment.PoolId, new SubjectName(SubjectKind.AccessKey, key.AccessKey), resource, "7", [], Allow: true), default);
        await deployment.Get<DeleteAccessKey>().RunAsync(Actor.CommandLine, deployment.PoolId, key.AccessKey, default);
        await using var db = await deployment.DatabaseAsync();
        Assert.False(await db.PermissionRules.AnyAsync(row => row.SubjectId == key.Id));
    }

    [Fact]
    public async Task Lifetime_and_remark_change_and_what_is_not_named_stays()
    {
        var key = await CreatedAsync(lifetime: 120, remark: "nightly");

        Assert.Empty((await UpdateAsync(key, new AccessKeySettings(TokenLifetime: 60))).Faults);
        Assert.Equal((60, "nightly"), await ShownAsync(key));
        Assert.Equal(TimeSpan.FromSeconds(60), (await FindAsync(key))!.TokenLifetime);
        Assert.Equal(new TokenHandle(key.Secret).Hash(), (await FindAsync(key))!.SecretHash);

        await UpdateAsync(key, new AccessKeySettings(Remark: ""));
        Assert.Equal((60, null), await ShownAsync(key));

        Assert.Equal("token_lifetime_out_of_range", Assert.Single((await UpdateAsync(key, new AccessKeySettings(TokenLifetime: 29))).Faults).Reason);
        Assert.Equal("remark_malformed", Assert.Single((await UpdateAsync(key, new AccessKeySettings(Remark: "\u202e"))).Faults).Reason);
        Assert.Equal("access_key_unknown", Assert.Single((await deployment.Get<UpdateAccessKey>().RunAsync(
            Actor.CommandLine, deployment.PoolId, "nothing", new AccessKeySettings(), default)).Faults).Reason);
        Assert.Contains(await deployment.EventsAsync("access_key_updated"), each =>
            each.Detail!.Contains(key.AccessKey, StringComparison.Ordinal) && each.Detail.Contains("\"after\":\"60\"", StringComparison.Ordinal));
    }

    [Fact, Attack("AD-08")]
    public async Task Of_two_who_change_one_the_second_is_told()
    {
        var key = await CreatedAsync(lifetime: 120, remark: "nightly");
        Assert.Empty((await UpdateAsync(key, new AccessKeySettings(TokenLifetime: 90, Version: "120 nightly"))).Faults);

        Assert.Equal("changed_meanwhile", Assert.Single((await UpdateAsync(key, new AccessKeySettings(TokenLifetime: 1, Version: "120 nightly"))).Faults).Reason);

        Assert.Equal((90, "nightly"), await ShownAsync(key));
        Assert.Equal("token_lifetime_out_of_range", Assert.Single((await UpdateAsync(key, new AccessKeySettings(TokenLifetime: 1, Version: "90 nightly"))).Faults).Reason);
    }

    private Task<Outcome<Guid>> UpdateAsync(IssuedAccessKey key, AccessKeySettings settings) =>
        deployment.Get<UpdateAccessKey>().RunAsync(Actor.CommandLine, deployment.PoolId, key.AccessKey, settings, default);

    private async Task<(int Lifetime, string? Remark)> ShownAsync(IssuedAccessKey key)
    {
        var listed = (await deployment.Get<ListAccessKeys>().RunAsync(deployment.PoolId, key.ApplicationId.ToString("N"), default)).Value!;
        return listed.Single(each => each.AccessKey == key.AccessKey) is var shown ? (shown.TokenLifetime, shown.Remark) : default;
    }

    [Fact]
    public async Task A_deleted_resource_is_permitted_to_nobody()
    {
        var (key, resource) = (await CreatedAsync(), deployment.Name("book"));
        await deployment.Get<CreateResource>().RunAsync(
            Actor.CommandLine, new NewResource(deployment.PoolId, resource, ResourceType.Data, null, ["read"]), default);
        await deployment.Get<AddRule>().RunAsync(
            Actor.CommandLine, new NewRule(deployment.PoolId, new SubjectName(SubjectKind.AccessKey, key.AccessKey), resource, null, [], Allow: true), default);
        Assert.True((await FindAsync(key))!.Permissions.Allows(PermissionItem.Parse(resource)!.Value));

        Assert.Empty((await deployment.Get<DeleteResource>().RunAsync(Actor.CommandLine, deployment.PoolId, resource, default)).Faults);

        Assert.False((await FindAsync(key))!.Permissions.Allows(PermissionItem.Parse(resource)!.Value));
        await using var db = await deployment.DatabaseAsync();
        Assert.False(await db.PermissionRules.AnyAsync(row => row.SubjectId == key.Id));
    }

    [Fact]
    public async Task The_list_shows_an_applications_accounts_and_no_others()
    {
        var application = await ApplicationAsync();
        var (one, two) = (await CreatedAsync(application.Address, remark: "one"), await CreatedAsync(application.Address, remark: "two"));
        await CreatedAsync();

        var listed = (await deployment.Get<ListAccessKeys>().RunAsync(deployment.PoolId, application.ClientId, default)).Value!;

        Assert.Equal(new[] { one.AccessKey, two.AccessKey }.Order(), listed.Select(key => key.AccessKey).Order());
        Assert.All(listed, key => Assert.Null(key.LastUsedAt));
        Assert.Equal("application_unknown", Assert.Single((await deployment.Get<ListAccessKeys>().RunAsync(deployment.PoolId, "nothing", default)).Faults).Reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("0123456789abcdef0123456789ABCDEF")]
    public async Task What_is_no_id_finds_nothing(string text) =>
        Assert.Null(await deployment.Get<IAccessKeyRegistry>().FindAsync(deployment.PoolId, text, default));

    [Fact, Attack("XT-01")]
    public async Task An_account_is_not_found_in_another_pool()
    {
        var key = await CreatedAsync();

        Assert.Null(await deployment.Get<IAccessKeyRegistry>().FindAsync(await deployment.PoolAsync(UserPool.OperatorsSlug), key.AccessKey, default));
    }
}
