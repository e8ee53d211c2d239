using IdentitySource.Management.Permissions;
using IdentitySource.Management.Setup;
using IdentitySource.Management.Statistics;
using IdentitySource.Management.Subjects;
using IdentitySource.Protocol.Ports;
using IdentitySource.Protocol.Tokens;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Identity;
using IdentitySource.Storage.Ports;
using IdentitySource.Storage.Snapshots;
using IdentitySource.TestKit.Postgres;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Management.Tests.Setup;

public class AddingADemonstration : IAsyncLifetime
{
    private const string Origin = "https://id.acme.test";

    private readonly TestDeployment deployment = new();

    public Task InitializeAsync() => deployment.InitializeAsync();

    public Task DisposeAsync() => deployment.DisposeAsync();

    [Fact]
    public async Task It_makes_applications_and_two_people_who_can_sign_in()
    {
        var demo = (await AddAsync()).Value!;
        Assert.Equal(["Demo web app", "Demo SPA", "Demo machine"], demo.Applications.Select(each => each.Name));
        Assert.Equal(["ada", "bob"], demo.Users.Select(user => user.Username));
        Assert.NotEqual(demo.Users[0].Password, demo.Users[1].Password);
        Assert.All(demo.Users, user => Assert.Null(PasswordRules.Check(user.Password, new User { UserName = user.Username }, PasswordPolicy.Default)));
        Assert.NotNull(await deployment.Get<UserDirectory>().FindForSignInAsync(deployment.PoolId, "ada", default));

        var web = (await deployment.Get<SnapshotStore>().FindApplicationServerAsync("demo-web", default))!.Application!;
        Assert.Equal([$"{Origin}/demo/callback"], web.RedirectUris);
        Assert.Equal([$"{Origin}/demo/"], web.PostLogoutRedirectUris);
        Assert.Equal("client_secret_basic", web.Authentication.Token);
        Assert.True((await deployment.Get<SnapshotStore>().FindApplicationServerAsync("demo-spa", default))!.Application!.IsPublic);
    }

    [Fact]
    public async Task Its_machine_may_do_the_first_of_what_it_asks_for_and_not_the_second()
    {
        var machine = (await AddAsync()).Value!.Machine;

        var key = (await deployment.Get<IAccessKeyRegistry>().FindAsync(deployment.PoolId, machine.AccessKey, default))!;

        Assert.Equal(new TokenHandle(machine.Secret).Hash(), key.SecretHash);
        var items = key.Permissions.Sort(machine.Scope.Split(' '));
        Assert.Equal(("demo-report:read", "demo-report:update"), (items.Granted.ToString(), items.Rejected.ToString()));
        Assert.Equal(["client_credentials"], (await deployment.Get<SnapshotStore>().FindApplicationServerAsync("demo-machine", default))!.Application!.GrantTypes);
        Assert.DoesNotContain(machine.Secret, machine.ToString(), StringComparison.Ordinal);

        await RemoveAsync();
        Assert.Null(await deployment.Get<IAccessKeyRegistry>().FindAsync(deployment.PoolId, machine.AccessKey, default));
        await using var db = await deployment.DatabaseAsync();
        Assert.Equal((0, 0), (await db.Resources.CountAsync(), await db.PermissionRules.CountAsync()));
    }

    [Fact]
    public async Task Removing_it_takes_the_rules_about_its_people_and_its_machine_along()
    {
        var demo = (await AddAsync()).Value!;
        await deployment.Get<CreateResource>().RunAsync(
            Actor.CommandLine, new NewResource(deployment.PoolId, "book", ResourceType.Api, null, ["read"]), default);
        foreach (var subject in new[] { new SubjectName(SubjectKind.User, "ada"), new SubjectName(SubjectKind.AccessKey, demo.Machine.AccessKey) })
        {
            Assert.Empty((await deployment.Get<AddRule>().RunAsync(
                Actor.CommandLine, new NewRule(deployment.PoolId, subject, "book", null, [], Allow: true), default)).Faults);
        }

        await RemoveAsync();

        await using var db = await deployment.DatabaseAsync();
        Assert.Equal((1, 0), (await db.Resources.CountAsync(), await db.PermissionRules.CountAsync()));
    }

    [Fact]
    public async Task It_has_a_fortnight_of_made_up_events_that_go_with_it_and_leave_what_really_happened()
    {
        var demo = (await AddAsync()).Value!;
        var at = deployment.Clock.GetUtcNow().AddDays(-3);
        EventRow real = new()
        {
            PoolId = deployment.PoolId,
            Id = Guid.CreateVersion7(at),
            At = at,
            Kind = "sign_in",
            Success = true,
            ApplicationId = demo.Applications[0].Id,
            Reference = "really",
        };
        await deployment.Get<IBulkRows>().AddEventsAsync([real], default);

        var shown = await StatisticsAsync();
        Assert.Equal(14, shown.Days.Count(day => day.SignIns > 0));
        Assert.Contains(shown.Days, day => day.FailedSignIns > 0);
        Assert.Equal((2, "redirect_uri_unregistered"), (shown.ActiveThisWeek, Assert.Single(shown.Refusals).Key));
        Assert.Equal(["Demo web app", "Demo SPA"], shown.Applications.Select(each => each.Name));

        await RemoveAsync();

        var left = await StatisticsAsync();
        Assert.Equal((1, 0, 0), (left.Days.Sum(day => day.SignIns), left.Days.Sum(day => day.FailedSignIns), left.ActiveThisMonth));
        Assert.Empty(left.Applications.Concat(left.Refusals));
        await using var db = await deployment.DatabaseAsync();
        Assert.Equal("really", (await db.Events.SingleAsync(row => row.Kind == "sign_in")).Reference);
    }

    [Fact]
    public async Task A_second_one_is_refused_until_the_first_is_gone()
    {
        await AddAsync();
        Assert.Equal("demo_exists", Assert.Single((await AddAsync()).Faults).Reason);
        Assert.Equal(5, (await RemoveAsync()).Value);
        Assert.Equal("demo_missing", Assert.Single((await RemoveAsync()).Faults).Reason);
        Assert.Empty((await AddAsync()).Faults);
    }

    [Fact]
    public async Task Removing_it_takes_nothing_else_along()
    {
        await deployment.Get<Management.Users.AddUser>().RunAsync(
            Actor.CommandLine, new() { PoolId = deployment.PoolId, Username = "carl", Email = "ada@acme.test" }, default);
        await using var db = await deployment.DatabaseAsync();
        var keys = await db.SigningKeys.CountAsync();
        await AddAsync();
        await RemoveAsync();

        Assert.Equal(["carl"], await db.Users.Select(user => user.UserName).ToListAsync());
        Assert.Equal(0, await db.Applications.CountAsync());
        Assert.Equal(keys, await db.SigningKeys.CountAsync());
        Assert.Null(await deployment.Get<SnapshotStore>().FindApplicationServerAsync("demo-web", default));
        Assert.Single(await deployment.EventsAsync("demo_added"));
        Assert.Single(await deployment.EventsAsync("demo_removed"));
    }

    [Fact]
    public async Task Where_something_is_in_the_way_nothing_is_made()
    {
        await deployment.Get<Management.Users.AddUser>().RunAsync(Actor.CommandLine, new() { PoolId = deployment.PoolId, Username = "bob" }, default);
        Assert.Equal("username_taken", Assert.Single((await AddAsync()).Faults).Reason);
        await using var db = await deployment.DatabaseAsync();
        Assert.Equal(0, await db.Applications.CountAsync());
        Assert.Equal(1, await db.Users.CountAsync());
    }

    [Fact]
    public async Task Of_several_at_once_one_makes_it()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(AddAsync)));
        Assert.Single(outcomes, outcome => outcome.Faults.Count == 0);
        Assert.All(outcomes.SelectMany(outcome => outcome.Faults), fault => Assert.Equal("demo_exists", fault.Reason));
    }

    private Task<Outcome<DemoSet>> AddAsync() => deployment.Get<AddDemo>().RunAsync(Actor.CommandLine, Origin, default);

    private Task<PoolStatistics> StatisticsAsync() => deployment.Get<ReadStatistics>().RunAsync(deployment.PoolId, 30, default);

    private Task<Outcome<int>> RemoveAsync() => deployment.Get<RemoveDemo>().RunAsync(Actor.CommandLine, default);
}
