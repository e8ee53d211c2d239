using System.Security.Claims;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Identity;
using IdentitySource.TestKit.Postgres;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Storage.Tests.Identity;

/// <summary>Identity's own user manager on our rows.</summary>
public class KeepingPeople(TestDeployment deployment) : IClassFixture<TestDeployment>
{
    [Fact]
    public async Task A_person_belongs_to_the_pool_of_the_scope_and_is_found_in_it_alone()
    {
        var name = deployment.Name("ann");
        await using var mine = await ScopeAsync();
        User user = new() { UserName = name, Email = $"{name}@x.test" };
        Assert.True((await mine.Users.CreateAsync(user, "correct horse")).Succeeded);
        Assert.Equal(deployment.PoolId, user.PoolId);

        await using var theirs = await ScopeAsync(UserPool.OperatorsSlug);
        Assert.NotNull(await mine.Users.FindByIdAsync(user.Id.ToString()));
        Assert.NotNull(await mine.Users.FindByNameAsync(name.ToUpperInvariant()));
        Assert.NotNull(await mine.Users.FindByEmailAsync($"{name}@X.TEST"));
        Assert.Null(await theirs.Users.FindByIdAsync(user.Id.ToString()));
        Assert.Null(await theirs.Users.FindByNameAsync(name));
        Assert.Null(await theirs.Users.FindByEmailAsync($"{name}@x.test"));
        Assert.True((await theirs.Users.CreateAsync(new User { UserName = name, Email = $"{name}@x.test" })).Succeeded);
    }

    [Fact]
    public async Task Many_have_no_username_and_asking_for_none_finds_nobody()
    {
        await using var scope = await ScopeAsync();
        Assert.True((await scope.Users.CreateAsync(new User { Email = $"{deployment.Name("x")}@x.test" })).Succeeded);
        Assert.True((await scope.Users.CreateAsync(new User { PhoneNumber = "+4930111111" })).Succeeded);
        Assert.Null(await scope.Users.FindByNameAsync(""));
        Assert.Null(await scope.Users.FindByEmailAsync(""));
        Assert.Null(await scope.Users.FindByIdAsync("not an id"));
    }

    [Theory]
    [InlineData(null, null, null, "identifier_missing")]
    [InlineData("with@at", null, null, "username_malformed")]
    [InlineData(null, "no address", null, "email_malformed")]
    [InlineData(null, null, "12", "phone_malformed")]
    public async Task The_manager_follows_our_rules(string? username, string? email, string? phone, string reason)
    {
        await using var scope = await ScopeAsync();
        var result = await scope.Users.CreateAsync(new User { UserName = username, Email = email, PhoneNumber = phone });
        Assert.Equal([reason], result.Errors.Select(error => error.Code));
        var weak = await scope.Users.CreateAsync(new User { UserName = deployment.Name("ann") }, "password");
        Assert.Equal(["password_common"], weak.Errors.Select(error => error.Code));
    }

    [Fact]
    public async Task Everything_that_hangs_on_a_person_is_kept_and_found_in_the_pool()
    {
        await using var scope = await ScopeAsync();
        var users = scope.Users;
        User user = new() { UserName = deployment.Name("ann") };
        Assert.True((await users.CreateAsync(user, "correct horse")).Succeeded);
        Assert.True(await users.CheckPasswordAsync(user, "correct horse"));
        Assert.True((await users.ChangePasswordAsync(user, "correct horse", "battery staple")).Succeeded);
        Assert.True((await users.ResetAuthenticatorKeyAsync(user)).Succeeded);
        Assert.True((await users.AddClaimAsync(user, new Claim("kind", "value"))).Succeeded);
        Assert.True((await users.AddLoginAsync(user, new UserLoginInfo("upstream", "42", "Upstream"))).Succeeded);
        UserPasskeyInfo passkey = new([1, 2, 3], [4], deployment.Clock.Now, 7, ["internal"], true, true, false, [5], [6]) { Name = "Phone" };
        Assert.True((await users.AddOrUpdatePasskeyAsync(user, passkey)).Succeeded);

        await using var later = await ScopeAsync();
        var again = (await later.Users.FindByIdAsync(user.Id.ToString()))!;
        Assert.True(await later.Users.CheckPasswordAsync(again, "battery staple"));
        Assert.Equal(await users.GetAuthenticatorKeyAsync(user), await later.Users.GetAuthenticatorKeyAsync(again));
        Assert.Equal("value", Assert.Single(await later.Users.GetClaimsAsync(again)).Value);
        Assert.Equal(user.Id, (await later.Users.FindByLoginAsync("upstream", "42"))!.Id);
        Assert.Equal(user.Id, (await later.Users.FindByPasskeyIdAsync([1, 2, 3]))!.Id);
        Assert.Equal("Phone", Assert.Single(await later.Users.GetPasskeysAsync(again)).Name);

        await using var theirs = await ScopeAsync(UserPool.OperatorsSlug);
        Assert.Null(await theirs.Users.FindByLoginAsync("upstream", "42"));
        Assert.Null(await theirs.Users.FindByPasskeyIdAsync([1, 2, 3]));
    }

    [Fact]
    public async Task A_role_of_the_pool_is_given_and_taken()
    {
        await using var scope = await ScopeAsync();
        var role = deployment.Name("editor");
        scope.Db.Add(new Role { PoolId = deployment.PoolId, Id = Guid.CreateVersion7(), Name = role, NormalizedName = LookupNames.Of(role) });
        await scope.Db.SaveChangesAsync();
        User user = new() { UserName = deployment.Name("ann") };
        await scope.Users.CreateAsync(user);
        Assert.True((await scope.Users.AddToRoleAsync(user, role)).Succeeded);
        Assert.Equal([role], await scope.Users.GetRolesAsync(user));
        Assert.True((await scope.Users.RemoveFromRoleAsync(user, role)).Succeeded);
        Assert.Empty(await scope.Users.GetRolesAsync(user));
    }

    [Fact]
    public async Task Two_of_one_name_at_once_cannot_both_be_kept()
    {
        var name = deployment.Name("twin");
        var tries = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            await using var scope = await ScopeAsync();
            return await Record.ExceptionAsync(() => scope.Users.CreateAsync(new User { UserName = name }));
        })));
        Assert.Single(tries, failure => failure is null);
        Assert.All(tries.OfType<Exception>(), failure => Assert.IsType<DbUpdateException>(failure));
    }

    private async Task<PoolScope> ScopeAsync(string slug = UserPool.DefaultSlug)
    {
        var scope = deployment.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentitySourceDb>();
        db.PoolId = await deployment.PoolAsync(slug);
        return new PoolScope(scope, db);
    }

    private sealed record PoolScope(AsyncServiceScope Scope, IdentitySourceDb Db) : IAsyncDisposable
    {
        public UserManager<User> Users { get; } = Scope.ServiceProvider.GetRequiredService<UserManager<User>>();

        public ValueTask DisposeAsync() => Scope.DisposeAsync();
    }
}
