using IdentitySource.Management.Setup;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Identity;
using IdentitySource.TestKit.Postgres;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Management.Tests.Setup;

public class SettingUpADeployment : IAsyncLifetime
{
    private const string Password = "correct horse";

    private readonly TestDeployment deployment = new();

    public Task InitializeAsync() => deployment.InitializeAsync();

    public Task DisposeAsync() => deployment.DisposeAsync();

    [Fact]
    public async Task The_link_makes_one_administrator_of_the_whole_deployment()
    {
        var link = await LinkAsync();
        Assert.Equal($"/setup?link={link.Handle}", link.Path);
        Assert.True(await Setup.IsOpenAsync(link.Handle, default));
        var done = await CompleteAsync(link.Handle);

        var operators = await deployment.PoolAsync(UserPool.OperatorsSlug);
        await using var db = await deployment.DatabaseAsync(operators);
        var administrator = await db.Administrators.AsNoTracking().SingleAsync();
        Assert.Equal((done.Value!.AdministratorId, operators, "operator"), (administrator.UserId, administrator.AdministeredPoolId, administrator.Role));
        Assert.True((await deployment.Get<UserDirectory>().FindForSignInAsync(operators, "olga@acme.test", default))!.Active);
        Assert.Null(await deployment.Get<UserDirectory>().FindForSignInAsync(deployment.PoolId, "olga@acme.test", default));
        Assert.Single(await deployment.EventsAsync("administrator_added", operators));
        Assert.Null(done.Value.Demo);
    }

    [Fact]
    public async Task It_is_good_once_and_every_link_is_dead_from_then_on()
    {
        var (link, other) = (await LinkAsync(), await LinkAsync());
        Assert.Empty((await CompleteAsync(link.Handle)).Faults);
        Assert.False(await Setup.IsOpenAsync(link.Handle, default));
        Assert.False(await Setup.IsOpenAsync(other.Handle, default));
        Assert.Equal("setup_link_invalid", Reason(await CompleteAsync(link.Handle)));
        Assert.Equal("administrator_exists", Reason(await CompleteAsync(other.Handle)));
        Assert.Equal("administrator_exists", Assert.Single((await deployment.Get<CreateSetupLink>().RunAsync(Actor.CommandLine, default)).Faults).Reason);
    }

    [Fact]
    public async Task It_lasts_half_an_hour()
    {
        var link = await LinkAsync();
        Assert.Equal(deployment.Clock.Now.AddMinutes(30), link.ExpiresAt);
        deployment.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.False(await Setup.IsOpenAsync(link.Handle, default));
        Assert.Equal("setup_link_invalid", Reason(await CompleteAsync(link.Handle)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("guess")]
    [InlineData("\uFFFD")]
    public async Task An_invented_link_is_nothing(string handle)
    {
        await LinkAsync();
        Assert.False(await Setup.IsOpenAsync(handle, default));
        Assert.Equal("setup_link_invalid", Reason(await CompleteAsync(handle)));
    }

    [Fact]
    public async Task A_weak_password_does_not_cost_the_link()
    {
        var link = await LinkAsync();
        Assert.Equal("password_common", Reason(await CompleteAsync(link.Handle, password: "password")));
        Assert.Equal("email_malformed", Reason(await CompleteAsync(link.Handle, email: "olga")));
        Assert.Empty((await CompleteAsync(link.Handle)).Faults);
    }

    [Fact]
    public async Task Of_several_at_once_with_one_link_or_with_several_one_becomes_the_administrator()
    {
        var links = await Task.WhenAll(LinkAsync(), LinkAsync());
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(number => Task.Run(
            () => CompleteAsync(links[number % 2].Handle, email: $"olga{number}@acme.test"))));
        Assert.Single(outcomes, outcome => outcome.Faults.Count == 0);
        await using var db = await deployment.DatabaseAsync();
        Assert.Equal(1, await db.Administrators.IgnoreQueryFilters().CountAsync());
    }

    [Fact]
    public async Task The_link_lies_in_the_database_as_a_hash_and_never_shows_itself_as_text()
    {
        var link = await LinkAsync();
        await using var db = await deployment.DatabaseAsync();
        Assert.Equal(new Protocol.Tokens.TokenHandle(link.Handle).Hash(), Assert.Single(await db.SetupLinks.AsNoTracking().ToListAsync()).Hash);
        Assert.DoesNotContain(link.Handle, $"{link}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_administrator_of_the_configuration_is_made_once()
    {
        var administrators = deployment.Get<Administrators>();
        Assert.False(await administrators.AnyAsync(default));
        Assert.Empty((await administrators.AddFirstAsync(Actor.Server, "olga@acme.test", Password, default)).Faults);
        Assert.True(await administrators.AnyAsync(default));
        Assert.Equal("administrator_exists", Assert.Single((await administrators.AddFirstAsync(Actor.Server, "otto@acme.test", Password, default)).Faults).Reason);
    }

    [Fact]
    public async Task Demonstration_data_come_along_when_they_are_wanted()
    {
        var link = await LinkAsync();
        var done = await Setup.RunAsync(Actor.Server, new SetupForm(link.Handle, "olga@acme.test", Password, "https://id.acme.test"), default);
        Assert.Equal(2, done.Value!.Demo!.Users.Count);
        Assert.Empty(done.Value.DemoFaults);
    }

    [Fact]
    public async Task Demonstration_data_that_do_not_fit_cost_no_administrator_and_say_why()
    {
        await deployment.Get<Management.Users.AddUser>().RunAsync(Actor.CommandLine, new() { PoolId = deployment.PoolId, Username = "bob" }, default);
        var link = await LinkAsync();

        var done = await Setup.RunAsync(Actor.Server, new SetupForm(link.Handle, "olga@acme.test", Password, "https://id.acme.test"), default);

        Assert.Null(done.Value!.Demo);
        Assert.Equal("username_taken", Assert.Single(done.Value.DemoFaults).Reason);
        Assert.True(await deployment.Get<Administrators>().AnyAsync(default));
    }

    private CompleteSetup Setup => deployment.Get<CompleteSetup>();

    private async Task<SetupLink> LinkAsync() => (await deployment.Get<CreateSetupLink>().RunAsync(Actor.Server, default)).Value!;

    private Task<Outcome<SetupDone>> CompleteAsync(string handle, string email = "olga@acme.test", string password = Password) =>
        Setup.RunAsync(new Actor("setup"), new SetupForm(handle, email, password), default);

    private static string Reason(Outcome<SetupDone> outcome) => Assert.Single(outcome.Faults).Reason;
}
