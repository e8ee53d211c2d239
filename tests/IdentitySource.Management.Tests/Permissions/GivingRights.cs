using IdentitySource.Management.Groups;
using IdentitySource.Management.Permissions;
using IdentitySource.Management.Roles;
using IdentitySource.Management.Subjects;
using IdentitySource.Management.Tests.Users;
using IdentitySource.Protocol.Permissions;
using IdentitySource.Protocol.Ports;
using IdentitySource.Storage.Entities;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Postgres;
using Xunit;

namespace IdentitySource.Management.Tests.Permissions;

/// <summary>Resources, rules, groups and roles, and what a person may do by them.</summary>
public class GivingRights(TestDeployment deployment) : PeopleWork(deployment)
{
    private async Task<string> ResourceAsync(params string[] actions)
    {
        var code = Deployment.Name("book");
        Assert.Empty((await CreateAsync(new NewResource(Deployment.PoolId, code, ResourceType.Api, "Books", actions.Length > 0 ? actions : ["read", "write"]))).Faults);
        return code;
    }

    private Task<Outcome<Guid>> CreateAsync(NewResource input) => Deployment.Get<CreateResource>().RunAsync(Actor.CommandLine, input, default);

    private Task<Outcome<Guid>> UpdateAsync(string code, ResourceSettings input) =>
        Deployment.Get<UpdateResource>().RunAsync(Actor.CommandLine, Deployment.PoolId, code, input, default);

    private Task<Outcome<Guid>> AddRuleAsync(SubjectKind kind, string subject, string resource, string? instance = null, bool allow = true, params string[] actions) =>
        Deployment.Get<AddRule>().RunAsync(
            Actor.CommandLine, new NewRule(Deployment.PoolId, new SubjectName(kind, subject), resource, instance, actions, allow), default);

    private async Task<bool> MayAsync(User user, string item) =>
        (await Deployment.Get<IPersonPermissions>().FindAsync(Deployment.PoolId, user.Id, default)).Allows(PermissionItem.Parse(item)!.Value);

    private async Task<string> RoleAsync()
    {
        var name = Deployment.Name("editor");
        Assert.Empty((await Deployment.Get<CreateRole>().RunAsync(Actor.CommandLine, Deployment.PoolId, name, default)).Faults);
        return name;
    }

    private async Task<string> GroupAsync()
    {
        var code = Deployment.Name("staff");
        Assert.Empty((await Deployment.Get<CreateGroup>().RunAsync(Actor.CommandLine, Deployment.PoolId, code, null, default)).Faults);
        return code;
    }

    private async Task<bool> ChangeAsync(SubjectKind kind, string of, User user, bool isMember)
    {
        var outcome = kind == SubjectKind.Role
            ? await Deployment.Get<ChangeRoleMember>().RunAsync(Actor.CommandLine, Deployment.PoolId, of, user.Email!, isMember, default)
            : await Deployment.Get<ChangeGroupMember>().RunAsync(Actor.CommandLine, Deployment.PoolId, of, user.Email!, isMember, default);
        Assert.Empty(outcome.Faults);
        return outcome.Value;
    }

    [Fact]
    public async Task A_person_may_what_their_own_rules_say()
    {
        var (ann, bob, book) = (await AddedAsync(), await AddedAsync(), await ResourceAsync());
        await AddRuleAsync(SubjectKind.User, ann.Email!, book, instance: "7", actions: "read");

        Assert.True(await MayAsync(ann, $"{book}:7:read"));
        Assert.False(await MayAsync(ann, $"{book}:7:write"));
        Assert.False(await MayAsync(ann, $"{book}:read"));
        Assert.False(await MayAsync(bob, $"{book}:7:read"));
    }

    [Theory]
    [InlineData(SubjectKind.Role)]
    [InlineData(SubjectKind.Group)]
    public async Task And_what_those_of_their_roles_and_groups_say_for_as_long_as_they_are_in_them(SubjectKind kind)
    {
        var (ann, bob, book) = (await AddedAsync(), await AddedAsync(), await ResourceAsync());
        var of = kind == SubjectKind.Role ? await RoleAsync() : await GroupAsync();
        Assert.Empty((await AddRuleAsync(kind, of, book)).Faults);
        Assert.False(await MayAsync(ann, book));

        Assert.True(await ChangeAsync(kind, of, ann, isMember: true));
        Assert.False(await ChangeAsync(kind, of, ann, isMember: true));
        Assert.True(await MayAsync(ann, book));
        Assert.False(await MayAsync(bob, book));

        await AddRuleAsync(SubjectKind.User, ann.Email!, book, allow: false, actions: "write");
        Assert.False(await MayAsync(ann, $"{book}:write"));
        Assert.True(await MayAsync(ann, $"{book}:read"));

        Assert.True(await ChangeAsync(kind, of, ann, isMember: false));
        Assert.False(await ChangeAsync(kind, of, ann, isMember: false));
        Assert.False(await MayAsync(ann, $"{book}:read"));
    }

    [Fact]
    public async Task A_resource_changes_and_rules_about_an_action_that_went_permit_nothing_until_it_is_back()
    {
        var (ann, book) = (await AddedAsync(), await ResourceAsync("read", "write"));
        await AddRuleAsync(SubjectKind.User, ann.Email!, book, actions: "write");
        Assert.True(await MayAsync(ann, $"{book}:write"));

        Assert.Empty((await UpdateAsync(book, new ResourceSettings(ResourceType.Data, "Shelves", ["read", "lend"]))).Faults);

        Assert.False(await MayAsync(ann, $"{book}:write"));
        Assert.False(await MayAsync(ann, $"{book}:lend"));
        Assert.False(await MayAsync(ann, book));
        var listed = Assert.Single(await Deployment.Get<ListResources>().RunAsync(Deployment.PoolId, default), each => each.Code == book);
        Assert.Equal((ResourceType.Data, "Shelves"), (listed.Type, listed.Description));
        Assert.Equal(["read", "lend"], listed.Actions);

        await UpdateAsync(book, new ResourceSettings(Description: "", Actions: ["write"]));
        Assert.True(await MayAsync(ann, book));
        await UpdateAsync(book, new ResourceSettings());
        listed = Assert.Single(await Deployment.Get<ListResources>().RunAsync(Deployment.PoolId, default), each => each.Code == book);
        Assert.Equal((ResourceType.Data, null), (listed.Type, listed.Description));
        Assert.Equal(["write"], listed.Actions);
        Assert.Equal(2, (await Deployment.EventsAsync("resource_updated")).Count(each => each.Detail!.Contains($"\"{book}\"", StringComparison.Ordinal)));
    }

    [Fact, Attack("AD-08")]
    public async Task Of_two_who_change_a_resource_the_second_is_told()
    {
        var (book, list) = (await ResourceAsync("read"), Deployment.Get<ListResources>());
        var seen = (await list.FindAsync(Deployment.PoolId, book, default))!;
        Assert.Empty((await UpdateAsync(book, new ResourceSettings(Actions: ["read", "lend"], Version: seen.Version))).Faults);

        var second = await UpdateAsync(book, new ResourceSettings(Description: "Shelves", Actions: ["re*d"], Version: seen.Version));

        Assert.Equal("changed_meanwhile", Assert.Single(second.Faults).Reason);
        var now = (await list.FindAsync(Deployment.PoolId, book, default))!;
        Assert.Equal(["read", "lend"], now.Actions);
        Assert.Empty((await UpdateAsync(book, new ResourceSettings(Description: "Shelves", Version: now.Version))).Faults);
        Assert.Null(await list.FindAsync(Deployment.PoolId, "no-such-book", default));
    }

    [Fact]
    public async Task A_resource_is_changed_by_the_rules_that_it_was_made_by()
    {
        var book = await ResourceAsync();

        Assert.Equal("resource_unknown", Assert.Single((await UpdateAsync("nothing", new ResourceSettings())).Faults).Reason);
        Assert.Equal("action_malformed", Assert.Single((await UpdateAsync(book, new ResourceSettings(Actions: ["re*d"]))).Faults).Reason);
        Assert.Equal("action_repeated", Assert.Single((await UpdateAsync(book, new ResourceSettings(Actions: ["a", "a"]))).Faults).Reason);
        Assert.Equal("description_malformed", Assert.Single((await UpdateAsync(book, new ResourceSettings(Description: "\u202e"))).Faults).Reason);
    }

    [Fact]
    public async Task Every_change_is_in_the_audit_trail()
    {
        var (ann, book, role) = (await AddedAsync(), await ResourceAsync(), await RoleAsync());
        var rule = (await AddRuleAsync(SubjectKind.User, ann.Email!, book, "7", actions: "read")).Value;
        await ChangeAsync(SubjectKind.Role, role, ann, isMember: true);
        await Deployment.Get<DeleteRule>().RunAsync(Actor.CommandLine, Deployment.PoolId, rule.ToString("N"), default);

        foreach (var kind in new[] { "rule_added", "rule_deleted" })
        {
            var told = Assert.Single(await Deployment.EventsAsync(kind), each => each.UserId == ann.Id);
            Assert.Contains($"\"resource\":\"{book}\"", told.Detail, StringComparison.Ordinal);
            Assert.Contains("\"id\":\"7\"", told.Detail, StringComparison.Ordinal);
        }

        Assert.Contains(role, Assert.Single(await Deployment.EventsAsync("role_member_added"), each => each.UserId == ann.Id).Detail, StringComparison.Ordinal);
        Assert.Contains(await Deployment.EventsAsync("resource_created"), each => each.Detail!.Contains($"\"{book}\"", StringComparison.Ordinal));
    }

    [Theory, Attack("DV-16")]
    [InlineData("", "resource_code_malformed")]
    [InlineData("a b", "resource_code_malformed")]
    [InlineData("a:b", "resource_code_malformed")]
    [InlineData("*", "resource_code_malformed")]
    [InlineData("bo*k", "resource_code_malformed")]
    [InlineData("-book", "resource_code_malformed")]
    [InlineData("bооk", "resource_code_malformed")]
    [InlineData("book\n", "resource_code_malformed")]
    [InlineData("openid", "resource_code_reserved")]
    [InlineData("Profile", "resource_code_reserved")]
    [InlineData("offline_access", "resource_code_reserved")]
    [InlineData("user", "resource_code_reserved")]
    public async Task A_resource_has_a_name_that_can_mean_nothing_else(string code, string reason) => Assert.Equal(
        reason, Assert.Single((await CreateAsync(new NewResource(Deployment.PoolId, code, ResourceType.Api, null, ["read"]))).Faults).Reason);

    [Theory]
    [InlineData("re*d", "action_malformed")]
    [InlineData("re:ad", "action_malformed")]
    [InlineData("read", "action_repeated")]
    public async Task And_its_actions_too(string action, string reason) => Assert.Equal(
        reason, Assert.Single((await CreateAsync(new NewResource(Deployment.PoolId, Deployment.Name("book"), ResourceType.Api, null, ["read", action]))).Faults).Reason);

    [Fact]
    public async Task Names_are_given_once()
    {
        var (book, role, group) = (await ResourceAsync(), await RoleAsync(), await GroupAsync());

        Assert.Equal("resource_taken", Assert.Single((await CreateAsync(new NewResource(Deployment.PoolId, book, ResourceType.Ui, null, []))).Faults).Reason);
        Assert.Equal("role_taken", Assert.Single((await Deployment.Get<CreateRole>().RunAsync(Actor.CommandLine, Deployment.PoolId, role.ToUpperInvariant(), default)).Faults).Reason);
        Assert.Equal("group_taken", Assert.Single((await Deployment.Get<CreateGroup>().RunAsync(Actor.CommandLine, Deployment.PoolId, group, "Staff", default)).Faults).Reason);
    }

    [Fact]
    public async Task A_role_and_a_group_have_plain_names()
    {
        Assert.Equal("role_malformed", Assert.Single((await Deployment.Get<CreateRole>().RunAsync(Actor.CommandLine, Deployment.PoolId, "two words", default)).Faults).Reason);
        Assert.Equal("group_malformed", Assert.Single((await Deployment.Get<CreateGroup>().RunAsync(Actor.CommandLine, Deployment.PoolId, "a b", null, default)).Faults).Reason);
        Assert.Equal("group_malformed", Assert.Single((await Deployment.Get<CreateGroup>().RunAsync(Actor.CommandLine, Deployment.PoolId, "ab", "\u202e", default)).Faults).Reason);
    }

    [Fact]
    public async Task A_rule_speaks_of_what_there_is()
    {
        var (ann, book) = (await AddedAsync(), await ResourceAsync());

        Assert.Equal("resource_unknown", Assert.Single((await AddRuleAsync(SubjectKind.User, ann.Email!, "nothing")).Faults).Reason);
        Assert.Equal("action_unknown", Assert.Single((await AddRuleAsync(SubjectKind.User, ann.Email!, book, actions: "fly")).Faults).Reason);
        Assert.Equal("instance_malformed", Assert.Single((await AddRuleAsync(SubjectKind.User, ann.Email!, book, "a:b")).Faults).Reason);
        Assert.Equal("instance_malformed", Assert.Single((await AddRuleAsync(SubjectKind.User, ann.Email!, book, "*")).Faults).Reason);
        Assert.Equal("user_unknown", Assert.Single((await AddRuleAsync(SubjectKind.User, "nobody@x.test", book)).Faults).Reason);
        Assert.Equal("role_unknown", Assert.Single((await AddRuleAsync(SubjectKind.Role, "nothing", book)).Faults).Reason);
        Assert.Equal("group_unknown", Assert.Single((await AddRuleAsync(SubjectKind.Group, "nothing", book)).Faults).Reason);
        Assert.Equal("access_key_unknown", Assert.Single((await AddRuleAsync(SubjectKind.AccessKey, "nothing", book)).Faults).Reason);
        Assert.Equal("rule_unknown", Assert.Single((await Deployment.Get<DeleteRule>().RunAsync(Actor.CommandLine, Deployment.PoolId, "nothing", default)).Faults).Reason);
        Assert.Equal("resource_unknown", Assert.Single((await Deployment.Get<DeleteResource>().RunAsync(Actor.CommandLine, Deployment.PoolId, "nothing", default)).Faults).Reason);
    }

    [Fact]
    public async Task Lists_show_what_was_made()
    {
        var (ann, book, role, group) = (await AddedAsync(), await ResourceAsync("read"), await RoleAsync(), await GroupAsync());
        await AddRuleAsync(SubjectKind.User, ann.Email!, book, "7", allow: false, "read");
        await AddRuleAsync(SubjectKind.Role, role, book);
        await ChangeAsync(SubjectKind.Group, group, ann, isMember: true);

        var resource = Assert.Single(await Deployment.Get<ListResources>().RunAsync(Deployment.PoolId, default), each => each.Code == book);
        Assert.Equal((ResourceType.Api, "Books"), (resource.Type, resource.Description));
        Assert.Equal(["read"], resource.Actions);
        var all = (await Deployment.Get<ListRules>().RunAsync(Deployment.PoolId, null, default)).Value!;
        Assert.Equal(2, all.Count(rule => rule.Resource == book));
        var hers = Assert.Single((await Deployment.Get<ListRules>().RunAsync(Deployment.PoolId, new SubjectName(SubjectKind.User, ann.Email!), default)).Value!);
        Assert.Equal((false, "7", ann.Id), (hers.Allow, hers.Instance, hers.SubjectId));
        Assert.Equal(1, Assert.Single(await Deployment.Get<ListGroups>().RunAsync(Deployment.PoolId, default), each => each.Code == group).Members);
        Assert.Equal(0, Assert.Single(await Deployment.Get<ListRoles>().RunAsync(Deployment.PoolId, default), each => each.Name == role).Members);
    }
}
