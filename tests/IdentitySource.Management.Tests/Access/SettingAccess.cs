using IdentitySource.Management.Access;
using IdentitySource.Management.Applications;
using IdentitySource.Management.Subjects;
using IdentitySource.Management.Users;
using IdentitySource.Storage.Entities;
using IdentitySource.TestKit.Postgres;
using Xunit;

namespace IdentitySource.Management.Tests.Access;

public class SettingAccess(TestDeployment deployment) : IClassFixture<TestDeployment>
{
    [Fact]
    public async Task An_entry_is_added_listed_switched_and_removed_and_each_act_recorded()
    {
        var (shop, ann) = (await ApplicationAsync(), await PersonAsync());

        var id = (await AddAsync(shop, new SubjectName(SubjectKind.User, ann.Name), allow: false)).Value;
        Assert.Equal((true, new ListedAccessEntry(id, SubjectKind.User, ann.Id, false, true)), await ListAsync(shop));

        Assert.Equal(id, (await deployment.Get<EnableAccessEntry>().RunAsync(Actor.CommandLine, deployment.PoolId, id.ToString("N"), false, default)).Value);
        Assert.False((await ListAsync(shop)).Entry!.Enabled);

        Assert.Equal(id, (await deployment.Get<RemoveAccessEntry>().RunAsync(Actor.CommandLine, deployment.PoolId, id.ToString("N"), default)).Value);
        Assert.Null((await ListAsync(shop)).Entry);

        foreach (var kind in new[] { "access_entry_added", "access_entry_disabled", "access_entry_removed" })
        {
            var row = Assert.Single(await deployment.EventsAsync(kind), row => row.UserId == ann.Id);
            Assert.Contains($"\"entry\":\"{id:N}\",\"allow\":false,\"subject_kind\":\"User\",\"subject\":\"{ann.Id:N}\"", row.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_default_is_changed()
    {
        var shop = await ApplicationAsync();

        ApplicationSettings deny = new() { PoolId = deployment.PoolId, Application = shop, AccessByDefault = false };
        Assert.Empty((await deployment.Get<UpdateApplication>().RunAsync(Actor.CommandLine, deny, default)).Faults);

        Assert.False((await ListAsync(shop)).ByDefault);
        await deployment.Get<UpdateApplication>().RunAsync(Actor.CommandLine, deny with { AccessByDefault = null, Name = "Other" }, default);
        Assert.False((await ListAsync(shop)).ByDefault);
    }

    [Fact]
    public async Task Of_one_subject_there_is_one_entry_also_when_several_are_added_at_once()
    {
        var (shop, ann) = (await ApplicationAsync(), await PersonAsync());

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(number =>
            Task.Run(() => AddAsync(shop, new SubjectName(SubjectKind.User, ann.Name), allow: number % 2 == 0))));

        Assert.Single(outcomes, each => each.Faults.Count == 0);
        Assert.All(outcomes.Where(each => each.Faults.Count > 0), each => Assert.Equal("access_entry_exists", Assert.Single(each.Faults).Reason));
    }

    [Theory]
    [InlineData(SubjectKind.User, "user_unknown")]
    [InlineData(SubjectKind.Role, "role_unknown")]
    [InlineData(SubjectKind.Group, "group_unknown")]
    [InlineData(SubjectKind.AccessKey, "subject_cannot_sign_in")]
    public async Task Who_is_not_there_or_cannot_sign_in_gets_none(SubjectKind kind, string reason)
    {
        var outcome = await AddAsync(await ApplicationAsync(), new SubjectName(kind, "nobody"), allow: true);

        Assert.Equal(reason, Assert.Single(outcome.Faults).Reason);
    }

    [Fact]
    public async Task What_is_not_there_is_told()
    {
        var ann = await PersonAsync();
        Assert.Equal("application_unknown", Assert.Single((await AddAsync("nothing", new SubjectName(SubjectKind.User, ann.Name), true)).Faults).Reason);
        Assert.Equal("application_unknown", Assert.Single((await deployment.Get<ListAccess>().RunAsync(deployment.PoolId, "nothing", default)).Faults).Reason);
        foreach (var entry in new[] { "x", Guid.NewGuid().ToString("N") })
        {
            var outcome = await deployment.Get<RemoveAccessEntry>().RunAsync(Actor.CommandLine, deployment.PoolId, entry, default);
            Assert.Equal("access_entry_unknown", Assert.Single(outcome.Faults).Reason);
        }
    }

    private Task<Outcome<Guid>> AddAsync(string application, SubjectName subject, bool allow) =>
        deployment.Get<AddAccessEntry>().RunAsync(Actor.CommandLine, new NewAccessEntry(deployment.PoolId, application, subject, allow), default);

    private async Task<(bool ByDefault, ListedAccessEntry? Entry)> ListAsync(string application)
    {
        var access = (await deployment.Get<ListAccess>().RunAsync(deployment.PoolId, application, default)).Value!;
        return (access.ByDefault, access.Entries.SingleOrDefault());
    }

    private async Task<string> ApplicationAsync()
    {
        NewApplication input = new() { PoolId = deployment.PoolId, Name = "Shop", Address = deployment.Name("shop"), RedirectUris = ["https://rp.acme.test/cb"] };
        return (await deployment.Get<CreateApplication>().RunAsync(Actor.CommandLine, input, default)).Value!.ClientId;
    }

    private async Task<(Guid Id, string Name)> PersonAsync()
    {
        var name = deployment.Name("ann");
        return ((await deployment.Get<AddUser>().RunAsync(Actor.CommandLine, new NewUser { PoolId = deployment.PoolId, Username = name, Password = "correct horse" }, default)).Value, name);
    }
}
