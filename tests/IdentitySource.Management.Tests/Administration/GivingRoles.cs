using IdentitySource.Management.Administration;
using IdentitySource.Management.Consents;
using IdentitySource.Management.UserPools;
using IdentitySource.Management.Users;
using IdentitySource.Storage.Entities;
using IdentitySource.TestKit.Http;
using IdentitySource.TestKit.Postgres;
using Xunit;
using Attack = IdentitySource.TestKit.AttackAttribute;

namespace IdentitySource.Management.Tests.Administration;

public class GivingRoles(TestDeployment deployment) : IClassFixture<TestDeployment>
{
    private const string Password = "correct horse 42 staple";

    [Fact]
    public async Task Who_follows_an_invitation_gets_an_account_and_the_role_and_the_pool_knows_of_it()
    {
        var pool = await PoolAsync();
        var invited = await InviteAsync(pool, ConsoleRole.Administrator);
        Assert.Null((await deployment.Get<AcceptInvitation>().FindAsync(invited.Handle, default))!.UserId);

        var accepted = await AcceptAsync(invited, null);

        var listed = Assert.Single((await ListAsync(pool)).Administrators);
        Assert.Equal((accepted.Value, invited.Email, ConsoleRole.Administrator), (listed.UserId, listed.Identifier, listed.Role));
        Assert.Single(await deployment.EventsAsync("administrator_invited", pool));
        Assert.Equal(accepted.Value, Assert.Single(await deployment.EventsAsync("administrator_added", pool)).UserId);
        Assert.DoesNotContain(invited.Handle, (await deployment.EventsAsync("administrator_invited", pool))[0].Detail, StringComparison.Ordinal);
    }

    [Fact, Attack("AD-14"), Attack("XT-17")]
    public async Task An_invitation_is_good_once_for_three_days_until_it_is_taken_back_and_for_its_own_address()
    {
        var pool = await PoolAsync();
        var used = await InviteAsync(pool, ConsoleRole.Viewer);
        Assert.Equal("password_too_short", Assert.Single((await AcceptAsync(used, null, "short")).Faults).Reason);
        Assert.Empty((await AcceptAsync(used, null)).Faults);
        Assert.Equal("invitation_dead", Assert.Single((await AcceptAsync(used, null)).Faults).Reason);

        var foreign = await InviteAsync(pool, ConsoleRole.Owner);
        Assert.Equal("invitation_dead", Assert.Single((await AcceptAsync(foreign, Guid.NewGuid())).Faults).Reason);
        Assert.Equal("invitation_dead", Assert.Single((await AcceptAsync(foreign with { Handle = foreign.Handle[..^1] + "_" }, null)).Faults).Reason);

        var back = await InviteAsync(pool, ConsoleRole.Viewer);
        var waiting = (await ListAsync(pool)).Invitations.Single(each => each.Email == back.Email);
        Assert.Equal("invitation_unknown", Assert.Single((await RevokeAsync(await PoolAsync(), waiting.Id)).Faults).Reason);
        Assert.Empty((await RevokeAsync(pool, waiting.Id)).Faults);
        Assert.Null(await deployment.Get<AcceptInvitation>().FindAsync(back.Handle, default));

        var replaced = await InviteAsync(pool, ConsoleRole.Viewer);
        var latest = await InviteAsync(pool, ConsoleRole.Viewer, replaced.Email);
        Assert.Null(await deployment.Get<AcceptInvitation>().FindAsync(replaced.Handle, default));
        deployment.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Null(await deployment.Get<AcceptInvitation>().FindAsync(latest.Handle, default));
    }

    [Fact, Attack("AD-14"), Attack("AD-05")]
    public async Task An_account_that_was_made_in_somebodys_name_beforehand_gets_nothing_without_its_proof()
    {
        var (pool, email) = (await PoolAsync(), $"{deployment.Name("bob")}@x.test");
        var operators = await deployment.PoolAsync(UserPool.OperatorsSlug);
        var early = await deployment.Get<AddUser>().RunAsync(Actor.CommandLine, new NewUser { PoolId = operators, Email = email, Password = Password }, default);

        var invited = await InviteAsync(pool, ConsoleRole.Owner, email);

        Assert.Equal("invitation_dead", Assert.Single((await AcceptAsync(invited, null)).Faults).Reason);
        Assert.Empty((await ListAsync(pool)).Administrators);
        Assert.Empty((await AcceptAsync(invited, early.Value)).Faults);
        Assert.Equal(ConsoleRole.Owner, Assert.Single((await ListAsync(pool)).Administrators).Role);
    }

    [Fact, Attack("AD-05")]
    public async Task Nobody_is_made_more_than_a_pool_has_and_nobody_less_by_an_invitation()
    {
        var (pool, operators) = (await PoolAsync(), await deployment.PoolAsync(UserPool.OperatorsSlug));
        Assert.Equal("role_unfit", Assert.Single((await TryInviteAsync(pool, ConsoleRole.Operator, "a@x.test")).Faults).Reason);
        Assert.Equal("role_unfit", Assert.Single((await TryInviteAsync(pool, ConsoleRole.None, "a@x.test")).Faults).Reason);
        Assert.Equal("role_unfit", Assert.Single((await TryInviteAsync(operators, ConsoleRole.Owner, "a@x.test")).Faults).Reason);
        Assert.Equal(["email_malformed", "role_unfit"], (await TryInviteAsync(pool, (ConsoleRole)7, "x")).Faults.Select(fault => fault.Reason));

        var olga = await MemberAsync(pool, ConsoleRole.Owner);
        var again = await InviteAsync(pool, ConsoleRole.Viewer, olga.Email);
        await AcceptAsync(again, olga.Id);
        Assert.Equal(ConsoleRole.Owner, Assert.Single((await ListAsync(pool)).Administrators).Role);
    }

    [Fact, Attack("AD-08")]
    public async Task A_pool_keeps_an_owner_and_nobody_changes_themselves()
    {
        var pool = await PoolAsync();
        var (olga, otto) = (await MemberAsync(pool, ConsoleRole.Owner), await MemberAsync(pool, ConsoleRole.Viewer));
        Assert.Equal("administrator_last", await ChangeAsync(pool, olga, ConsoleRole.Owner, ConsoleRole.Viewer));
        Assert.Equal("administrator_last", await ChangeAsync(pool, olga, ConsoleRole.Owner, null));
        Assert.Equal("administrator_is_you", await ChangeAsync(pool, olga, ConsoleRole.Owner, null, by: olga));
        Assert.Equal("changed_meanwhile", await ChangeAsync(pool, otto, ConsoleRole.Administrator, ConsoleRole.Owner));
        Assert.Equal("role_unfit", await ChangeAsync(pool, otto, ConsoleRole.Viewer, ConsoleRole.Operator));
        Assert.Equal("administrator_unknown", await ChangeAsync(await PoolAsync(), otto, ConsoleRole.Viewer, ConsoleRole.Owner));

        Assert.Null(await ChangeAsync(pool, otto, ConsoleRole.Viewer, ConsoleRole.Owner));
        Assert.Null(await ChangeAsync(pool, olga, ConsoleRole.Owner, null));

        Assert.Equal((otto.Id, ConsoleRole.Owner), Assert.Single((await ListAsync(pool)).Administrators.Select(each => (each.UserId, each.Role))));
        Assert.Contains("viewer", Assert.Single(await deployment.EventsAsync("administrator_changed", pool)).Detail, StringComparison.Ordinal);
        Assert.Contains("owner", Assert.Single(await deployment.EventsAsync("administrator_removed", pool)).Detail, StringComparison.Ordinal);
    }

    [Fact, Attack("AD-08"), Attack("DB-13")]
    public async Task Of_two_owners_who_remove_each_other_at_once_one_stays()
    {
        for (var round = 0; round < 5; round++)
        {
            var pool = await PoolAsync();
            var (olga, otto) = (await MemberAsync(pool, ConsoleRole.Owner), await MemberAsync(pool, ConsoleRole.Owner));

            var told = await Task.WhenAll(
                Task.Run(() => ChangeAsync(pool, olga, ConsoleRole.Owner, null, by: otto)), Task.Run(() => ChangeAsync(pool, otto, ConsoleRole.Owner, null, by: olga)));

            Assert.Equal([null, "administrator_last"], told.Order());
            Assert.Single((await ListAsync(pool)).Administrators);
        }
    }

    [Fact, Attack("AD-05"), Attack("AD-02")]
    public async Task A_key_makes_nobody_an_owner_or_an_operator_and_touches_none()
    {
        var (pool, operators) = (await PoolAsync(), await deployment.PoolAsync(UserPool.OperatorsSlug));
        var (olga, otto, vera) = (await MemberAsync(pool, ConsoleRole.Owner), await MemberAsync(pool, ConsoleRole.Owner), await MemberAsync(pool, ConsoleRole.Viewer));
        var key = new Actor("api_key") { Key = new ActingKey(Guid.NewGuid(), "nightly") };
        var (invite, change) = (deployment.Get<InviteAdministrator>(), deployment.Get<ChangeAdministrator>());
        foreach (var (where, role) in new[] { (pool, ConsoleRole.Owner), (operators, ConsoleRole.Operator) })
        {
            Assert.Equal("role_beyond_api_keys", Assert.Single((await invite.RunAsync(key, new NewAdministrator(where, "eve@x.test", role), default)).Faults).Reason);
        }

        Assert.Equal("role_beyond_api_keys", Assert.Single((await change.RunAsync(key, new(pool, vera.Id, ConsoleRole.Viewer), ConsoleRole.Owner, default)).Faults).Reason);
        Assert.Equal("role_beyond_api_keys", Assert.Single((await change.RunAsync(key, new(pool, olga.Id, ConsoleRole.Owner), null, default)).Faults).Reason);
        Assert.Empty((await change.RunAsync(key, new(pool, vera.Id, ConsoleRole.Viewer), ConsoleRole.Administrator, default)).Faults);

        UserName name = new(operators, otto.Email);
        Outcome<Guid>[] refused =
        [
            await deployment.Get<SetPassword>().RunAsync(key, name, "another horse 43 staple", default),
            await deployment.Get<BlockUser>().RunAsync(key, name, default),
            await deployment.Get<DeleteUser>().RunAsync(key, name, default),
            await deployment.Get<RemovePassword>().RunAsync(key, name, default),
            await deployment.Get<SetVerified>().RunAsync(key, name, email: false, phone: false, default),
            await deployment.Get<WithdrawConsent>().RunAsync(key, name, "console", default),
            await deployment.Get<EndUserSession>().RunAsync(key, operators, otto.Id, Guid.NewGuid(), default),
        ];
        Assert.All(refused, outcome => Assert.Equal("user_beyond_api_keys", Assert.Single(outcome.Faults).Reason));
    }

    [Fact, Attack("AD-05"), Attack("AD-14")]
    public async Task Who_goes_leaves_no_open_invitation_behind()
    {
        var pool = await PoolAsync();
        var (olga, otto, vera) = (await MemberAsync(pool, ConsoleRole.Owner), await MemberAsync(pool, ConsoleRole.Owner), await MemberAsync(pool, ConsoleRole.Viewer));
        var (elsewhere, back) = (await InviteAsync(await PoolAsync(), ConsoleRole.Owner), await InviteAsync(pool, ConsoleRole.Owner));
        Assert.Null(await ChangeAsync(pool, vera, ConsoleRole.Viewer, null));
        Assert.NotNull(await deployment.Get<AcceptInvitation>().FindAsync(back.Handle, default));

        Assert.Null(await ChangeAsync(pool, otto, ConsoleRole.Owner, ConsoleRole.Viewer, by: olga));

        Assert.Null(await deployment.Get<AcceptInvitation>().FindAsync(back.Handle, default));
        Assert.NotNull(await deployment.Get<AcceptInvitation>().FindAsync(elsewhere.Handle, default));
    }

    [Theory, Attack("AD-05"), Attack("AD-14")]
    [InlineData("blocked")]
    [InlineData("archived")]
    [InlineData("deleted")]
    public async Task Who_is_locked_out_leaves_no_open_invitation_behind_either(string end)
    {
        var (pool, operators) = (await PoolAsync(), await deployment.PoolAsync(UserPool.OperatorsSlug));
        var (_, otto, vera) = (await MemberAsync(pool, ConsoleRole.Owner), await MemberAsync(pool, ConsoleRole.Owner), await MemberAsync(pool, ConsoleRole.Viewer));
        var (elsewhere, back) = (await InviteAsync(await PoolAsync(), ConsoleRole.Owner), await InviteAsync(pool, ConsoleRole.Viewer));
        await EndAsync(new UserName(operators, vera.Email));
        Assert.NotNull(await deployment.Get<AcceptInvitation>().FindAsync(back.Handle, default));

        await EndAsync(new UserName(operators, otto.Email));

        Assert.Null(await deployment.Get<AcceptInvitation>().FindAsync(back.Handle, default));
        Assert.NotNull(await deployment.Get<AcceptInvitation>().FindAsync(elsewhere.Handle, default));

        async Task EndAsync(UserName who) => Assert.Empty((end switch
        {
            "blocked" => await deployment.Get<BlockUser>().RunAsync(Actor.CommandLine, who, default),
            "archived" => await deployment.Get<SetUserStatus>().RunAsync(Actor.CommandLine, who, UserStatus.Archived, default),
            _ => await deployment.Get<DeleteUser>().RunAsync(Actor.CommandLine, who, default),
        }).Faults);
    }

    [Fact, Attack("AD-05"), Attack("AD-14")]
    public async Task An_operator_who_is_locked_out_leaves_none_anywhere()
    {
        var (pool, operators) = (await PoolAsync(), await deployment.PoolAsync(UserPool.OperatorsSlug));
        var (_, otto) = (await MemberAsync(pool, ConsoleRole.Operator), await MemberAsync(pool, ConsoleRole.Operator));
        var back = await InviteAsync(pool, ConsoleRole.Viewer);

        Assert.Empty((await deployment.Get<BlockUser>().RunAsync(Actor.CommandLine, new UserName(operators, otto.Email), default)).Faults);

        Assert.Null(await deployment.Get<AcceptInvitation>().FindAsync(back.Handle, default));
    }

    [Fact, Attack("AD-05")]
    public async Task A_key_neither_takes_back_nor_displaces_the_invitation_of_an_owner()
    {
        var pool = await PoolAsync();
        var key = new Actor("api_key") { Key = new ActingKey(Guid.NewGuid(), "nightly") };
        var (owner, viewer) = (await InviteAsync(pool, ConsoleRole.Owner), await InviteAsync(pool, ConsoleRole.Viewer));
        var (invite, revoke) = (deployment.Get<InviteAdministrator>(), deployment.Get<RevokeInvitation>());
        var open = (await ListAsync(pool)).Invitations.ToDictionary(each => each.Email, each => each.Id);

        Assert.Equal("role_beyond_api_keys", Assert.Single((await revoke.RunAsync(key, pool, open[owner.Email], default)).Faults).Reason);
        Assert.Equal("role_beyond_api_keys", Assert.Single((await invite.RunAsync(key, new NewAdministrator(pool, owner.Email, ConsoleRole.Viewer), default)).Faults).Reason);
        Assert.NotNull(await deployment.Get<AcceptInvitation>().FindAsync(owner.Handle, default));

        Assert.Empty((await invite.RunAsync(key, new NewAdministrator(pool, viewer.Email, ConsoleRole.Viewer), default)).Faults);
        var latest = (await ListAsync(pool)).Invitations.Single(each => each.Email == viewer.Email);
        Assert.Empty((await revoke.RunAsync(key, pool, latest.Id, default)).Faults);
    }

    [Fact, Attack("AD-08")]
    public async Task An_owner_who_cannot_come_in_is_no_owner_who_is_left()
    {
        var (pool, operators) = (await PoolAsync(), await deployment.PoolAsync(UserPool.OperatorsSlug));
        var (olga, otto) = (await MemberAsync(pool, ConsoleRole.Owner), await MemberAsync(pool, ConsoleRole.Owner));
        Assert.Empty((await deployment.Get<BlockUser>().RunAsync(Actor.CommandLine, new UserName(operators, otto.Email), default)).Faults);
        Assert.Equal("administrator_last", await ChangeAsync(pool, olga, ConsoleRole.Owner, null));
        Assert.Equal("owner_last", Assert.Single((await deployment.Get<BlockUser>().RunAsync(Actor.CommandLine, new UserName(operators, olga.Email), default)).Faults).Reason);
        Assert.Equal("owner_last", Assert.Single((await deployment.Get<DeleteUser>().RunAsync(Actor.CommandLine, new UserName(operators, olga.Email), default)).Faults).Reason);

        Assert.Empty((await deployment.Get<UnblockUser>().RunAsync(Actor.CommandLine, new UserName(operators, otto.Email), default)).Faults);
        Assert.Empty((await deployment.Get<DeleteUser>().RunAsync(Actor.CommandLine, new UserName(operators, olga.Email), default)).Faults);
    }

    private Task<Person> MemberAsync(Guid pool, ConsoleRole role) => deployment.Services.AdministratorAsync(role, pool);

    private async Task<Guid> PoolAsync()
    {
        var slug = deployment.Name("pool");
        return (await deployment.Get<CreatePool>().RunAsync(Actor.CommandLine, new NewPool(slug, slug), default)).Value!.Id;
    }

    private Task<AdministratorList> ListAsync(Guid pool) => deployment.Get<ListAdministrators>().RunAsync(pool, default);

    private Task<Outcome<CreatedInvitation>> TryInviteAsync(Guid pool, ConsoleRole role, string email) =>
        deployment.Get<InviteAdministrator>().RunAsync(Actor.CommandLine, new NewAdministrator(pool, email, role), default);

    private async Task<CreatedInvitation> InviteAsync(Guid pool, ConsoleRole role, string? email = null) =>
        (await TryInviteAsync(pool, role, email ?? $"{deployment.Name("olga")}@x.test")).Value!;

    private Task<Outcome<Guid>> AcceptAsync(CreatedInvitation invitation, Guid? proven, string password = Password) =>
        deployment.Get<AcceptInvitation>().RunAsync(new Actor("invitation"), invitation.Handle, proven, password, default);

    private Task<Outcome<Guid>> RevokeAsync(Guid pool, Guid id) => deployment.Get<RevokeInvitation>().RunAsync(Actor.CommandLine, pool, id, default);

    private async Task<string?> ChangeAsync(Guid pool, Person person, ConsoleRole was, ConsoleRole? to, Person? by = null)
    {
        Actor actor = by is null ? Actor.CommandLine : new Actor("administrator", by.Id);
        var outcome = await deployment.Get<ChangeAdministrator>().RunAsync(actor, new AdministratorName(pool, person.Id, was), to, default);
        return outcome.Faults.SingleOrDefault()?.Reason;
    }
}
