using IdentitySource.Management.Users;
using IdentitySource.Protocol.Applications;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Identity;
using IdentitySource.TestKit.Postgres;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Management.Tests.Users;

public class EndingWhatAPersonHas(TestDeployment deployment) : PeopleWork(deployment)
{
    [Fact]
    public async Task Blocking_ends_sessions_and_authorizations_and_keeps_the_person_out()
    {
        var (ann, bob) = (await SignedInAsync(), await SignedInAsync());
        Assert.Empty((await Deployment.Get<BlockUser>().RunAsync(Actor.CommandLine, Named(ann.Email!), default)).Faults);

        Assert.Equal((true, "user_blocked"), await EndedAsync(ann));
        Assert.Equal((false, null), await EndedAsync(bob));
        Assert.False((await Deployment.Get<UserDirectory>().FindForSignInAsync(Deployment.PoolId, ann.Email!, default))!.Active);
        Assert.NotEqual(ann.SecurityStamp, (await RowAsync(ann.Id)).SecurityStamp);
        Assert.Single(await Deployment.EventsAsync("user_blocked"), row => row.UserId == ann.Id);
    }

    [Fact]
    public async Task Unblocking_lets_the_person_in_again_and_revives_nothing()
    {
        var ann = await SignedInAsync();
        await Deployment.Get<BlockUser>().RunAsync(Actor.CommandLine, Named(ann.UserName!), default);
        Assert.Empty((await Deployment.Get<UnblockUser>().RunAsync(Actor.CommandLine, Named(ann.Id.ToString("N")), default)).Faults);
        Assert.True((await Deployment.Get<UserDirectory>().FindForSignInAsync(Deployment.PoolId, ann.Email!, default))!.Active);
        Assert.Equal((true, "user_blocked"), await EndedAsync(ann));
        Assert.Single(await Deployment.EventsAsync("user_unblocked"), row => row.UserId == ann.Id);
    }

    [Fact]
    public async Task A_new_password_signs_out_whoever_may_have_known_the_old_one()
    {
        var ann = await SignedInAsync();
        Assert.Empty((await Deployment.Get<SetPassword>().RunAsync(Actor.CommandLine, Named(ann.Email!), "battery staple", default)).Faults);

        var after = await RowAsync(ann.Id);
        var hasher = Deployment.Get<IPasswordHasher<User>>();
        Assert.Equal(PasswordVerificationResult.Success, hasher.VerifyHashedPassword(after, after.PasswordHash!, "battery staple"));
        Assert.Equal(PasswordVerificationResult.Failed, hasher.VerifyHashedPassword(after, after.PasswordHash!, Password));
        Assert.Equal((true, "password_changed"), await EndedAsync(ann));
        Assert.DoesNotContain("battery", Assert.Single(await Deployment.EventsAsync("user_password_set"), row => row.UserId == ann.Id).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_it_all_and_lets_the_person_in_again()
    {
        var (ann, bob) = (await SignedInAsync(), await SignedInAsync());
        Assert.Empty((await Deployment.Get<SignOutUser>().RunAsync(Actor.CommandLine, Named(ann.UserName!), default)).Faults);
        Assert.Equal((true, "signed_out_everywhere"), await EndedAsync(ann));
        Assert.Equal((false, null), await EndedAsync(bob));
        Assert.True((await Deployment.Get<UserDirectory>().FindForSignInAsync(Deployment.PoolId, ann.Email!, default))!.Active);
        Assert.Single(await Deployment.EventsAsync("user_signed_out"), row => row.UserId == ann.Id);
    }

    [Fact]
    public async Task A_weak_password_changes_and_ends_nothing()
    {
        var ann = await SignedInAsync();
        var outcome = await Deployment.Get<SetPassword>().RunAsync(Actor.CommandLine, Named(ann.Email!), "12345678", default);
        Assert.Equal("password_common", Assert.Single(outcome.Faults).Reason);
        Assert.Equal(ann.PasswordHash, (await RowAsync(ann.Id)).PasswordHash);
        Assert.Equal((false, null), await EndedAsync(ann));
    }

    [Fact]
    public async Task Somebody_unknown_or_of_another_pool_is_not_found()
    {
        var ann = await SignedInAsync();
        var operators = await Deployment.PoolAsync(UserPool.OperatorsSlug);
        foreach (var name in new[] { Named("nobody"), Named(Guid.NewGuid().ToString("N")), Named("\0"), new UserName(operators, ann.Email!), new UserName(operators, ann.Id.ToString("N")) })
        {
            Assert.Equal("user_unknown", Assert.Single((await Deployment.Get<BlockUser>().RunAsync(Actor.CommandLine, name, default)).Faults).Reason);
        }

        Assert.False((await RowAsync(ann.Id)).Blocked);
    }

    [Fact]
    public async Task Of_two_changes_at_once_none_is_lost_without_being_told()
    {
        var ann = await SignedInAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => Task.Run(
            () => Deployment.Get<SetPassword>().RunAsync(Actor.CommandLine, Named(ann.Email!), $"battery staple {number}", default))));
        Assert.Contains(outcomes, outcome => outcome.Faults.Count == 0);
        Assert.All(outcomes.SelectMany(outcome => outcome.Faults), fault => Assert.Equal("changed_meanwhile", fault.Reason));
        Assert.Equal(outcomes.Count(outcome => outcome.Faults.Count == 0), (await Deployment.EventsAsync("user_password_set")).Count(row => row.UserId == ann.Id));
    }

    private UserName Named(string text) => new(Deployment.PoolId, text);

    private async Task<User> SignedInAsync()
    {
        var user = await AddedAsync();
        var now = Deployment.Clock.Now;
        ApplicationRow application = new()
        {
            PoolId = user.PoolId,
            Id = Guid.CreateVersion7(),
            Name = "App",
            Address = Deployment.Name("app"),
            TokenAuthentication = "none",
            IntrospectionAuthentication = "none",
            RevocationAuthentication = "none",
            Policy = new ApplicationPolicy(),
        };
        SessionRow session = new()
        {
            PoolId = user.PoolId,
            Id = Guid.CreateVersion7(),
            UserId = user.Id,
            HandleHash = Guid.NewGuid().ToByteArray(),
            AuthenticatedAt = now,
            Methods = "pwd",
            LastSeenAt = now,
            ExpiresAt = now.AddDays(1),
        };
        await using var db = await Deployment.DatabaseAsync();
        db.AddRange(application, session, new AuthorizationRow
        {
            PoolId = user.PoolId,
            Id = Guid.CreateVersion7(),
            ServerId = application.Id,
            ApplicationId = application.Id,
            UserId = user.Id,
            SessionId = session.Id,
            Scopes = "openid",
            Methods = "pwd",
            AuthenticatedAt = now,
            CreatedAt = now,
            ExpiresAt = now.AddDays(1),
        });
        await db.SaveChangesAsync();
        return user;
    }

    private async Task<(bool SignedOut, string? Revoked)> EndedAsync(User user)
    {
        await using var db = await Deployment.DatabaseAsync();
        var session = await db.Sessions.AsNoTracking().SingleAsync(row => row.UserId == user.Id);
        var authorization = await db.Authorizations.AsNoTracking().SingleAsync(row => row.UserId == user.Id);
        Assert.Equal(authorization.RevokedAt is null, authorization.RevokedReason is null);
        return (session.EndedAt is not null, authorization.RevokedReason);
    }
}
