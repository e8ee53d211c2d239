using IdentitySource.Management.Access;
using IdentitySource.Management.Applications;
using IdentitySource.Management.Configuration;
using IdentitySource.Management.Groups;
using IdentitySource.Management.Permissions;
using IdentitySource.Management.Roles;
using IdentitySource.Management.Subjects;
using IdentitySource.Management.UserPools;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Claims;
using IdentitySource.Storage.Entities;
using IdentitySource.TestKit.Postgres;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Management.Tests.Configuration;

/// <summary>From one pool to a file, and from the file to another deployment.</summary>
public class MovingAConfiguration(TestDeployment deployment, MovingAConfiguration.Elsewhere elsewhere)
    : IClassFixture<TestDeployment>, IClassFixture<MovingAConfiguration.Elsewhere>
{
    /// <summary>Another deployment, with a master key and a database of its own.</summary>
    public sealed class Elsewhere : TestDeployment;

    [Fact]
    public async Task What_was_exported_with_its_secrets_is_the_same_there_and_a_second_time_changes_nothing()
    {
        var (application, secret) = await FillAsync();
        var exported = await ExportAsync(deployment, withSecrets: true);

        var there = Done(ConfigurationFile.Read(ConfigurationFile.ToYaml(exported)));
        var plan = await AppliedAsync(elsewhere, there);

        Assert.Contains(plan.Changes, change => change is { Act: "create", Noun: "application" } && change.Name == application);
        var again = await ExportAsync(elsewhere, withSecrets: true);
        Assert.Equal(ConfigurationFile.ToJson(exported), ConfigurationFile.ToJson(again));
        Assert.Equal(secret, (await elsewhere.Get<RevealApplicationSecret>().RunAsync(Actor.CommandLine, elsewhere.PoolId, application, default)).Value!.Value);
        Assert.Empty((await AppliedAsync(elsewhere, there)).Changes);
        await using var db = await elsewhere.DatabaseAsync();
        Assert.Single(await db.Events.Where(row => row.Kind == "configuration_applied").ToListAsync());
    }

    [Fact]
    public async Task Without_being_asked_no_secret_is_in_it()
    {
        var (_, secret) = await FillAsync();

        var exported = await ExportAsync(deployment, withSecrets: false);

        Assert.DoesNotContain(secret, ConfigurationFile.ToJson(exported), StringComparison.Ordinal);
        Assert.All(exported.Applications, each => Assert.Null(each.Secret));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_audit_trail_says_whether_secrets_were_taken(bool withSecrets)
    {
        var pool = Done(await deployment.Get<CreatePool>().RunAsync(Actor.CommandLine, new NewPool("Taken", deployment.Name("taken")), default));

        await deployment.Get<ExportConfiguration>().RunAsync(Actor.CommandLine, pool.Id, withSecrets, default);

        var taken = Assert.Single(await deployment.EventsAsync("configuration_exported", pool.Id));
        Assert.Contains(withSecrets ? "\"secrets\":true" : "\"secrets\":false", taken.Detail, StringComparison.Ordinal);
    }

    /// <summary>One of everything that is configuration.</summary>
    private async Task<(string Address, string Secret)> FillAsync()
    {
        var (pool, actor) = (deployment.PoolId, Actor.CommandLine);
        var (role, group, code, address) = (deployment.Name("editors"), deployment.Name("berlin"), deployment.Name("orders"), deployment.Name("notes"));
        Done(await deployment.Get<CreateRole>().RunAsync(actor, pool, role, default));
        Done(await deployment.Get<CreateGroup>().RunAsync(actor, pool, group, "Office: Berlin", default));
        Done(await deployment.Get<CreateResource>().RunAsync(actor, new NewResource(pool, code, ResourceType.Data, "Orders # all", ["read", "write"]), default));
        Done(await deployment.Get<AddRule>().RunAsync(actor, new NewRule(pool, new(SubjectKind.Role, role), code, null, ["read"], Allow: true), default));
        Done(await deployment.Get<AddRule>().RunAsync(actor, new NewRule(pool, new(SubjectKind.Group, group), code, "7", [], Allow: false), default));
        Done(await deployment.Get<AddCustomScope>().RunAsync(actor, pool, new CustomScope(deployment.Name("staff"), "Your desk", [new(deployment.Name("desk"), null, "extended_fields.desk")]), default));
        var created = Done(await deployment.Get<CreateApplication>().RunAsync(
            actor, new NewApplication { PoolId = pool, Name = "Notes: \"all\"", Address = address, RedirectUris = ["https://rp.acme.test/cb"] }, default));
        Done(await deployment.Get<UpdateApplication>().RunAsync(
            actor, new ApplicationSettings { PoolId = pool, Application = address, ShowConsent = false, AccessTokenLifetime = TimeSpan.FromMinutes(7), AccessByDefault = false }, default));
        Done(await deployment.Get<SetOAuthProvider>().RunAsync(actor, pool, address, new OAuthProvider { GrantTypes = ["password"] }, default));
        Done(await deployment.Get<AddCustomClaim>().RunAsync(actor, pool, address, new CustomClaim("tier", "true", null), default));
        Done(await deployment.Get<AddAccessEntry>().RunAsync(actor, new NewAccessEntry(pool, address, new(SubjectKind.Group, group), Allow: true), default));
        return (address, created.Secret!);
    }

    private static T Done<T>(Outcome<T> outcome)
    {
        Assert.Empty(outcome.Faults);
        return outcome.Value!;
    }

    private static Task<PoolConfiguration> ExportAsync(TestDeployment from, bool withSecrets) =>
        from.Get<ExportConfiguration>().RunAsync(Actor.CommandLine, from.PoolId, withSecrets, default);

    private static async Task<ConfigurationPlan> AppliedAsync(TestDeployment to, PoolConfiguration wanted) =>
        Done(await to.Get<ApplyConfiguration>().RunAsync(Actor.CommandLine, to.PoolId, wanted, dryRun: false, default));
}
