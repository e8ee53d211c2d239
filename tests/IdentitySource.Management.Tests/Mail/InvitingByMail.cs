using IdentitySource.Management.Administration;
using IdentitySource.Management.Mail;
using IdentitySource.Management.UserPools;
using IdentitySource.Storage.Stores;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using IdentitySource.TestKit.Postgres;
using Xunit;

namespace IdentitySource.Management.Tests.Mail;

/// <summary>A mail with a link is no longer in the outbox than its link is good.</summary>
public class InvitingByMail(TestDeployment deployment) : MailWork(deployment)
{
    [Fact, Attack("UI-18")]
    public async Task A_mail_goes_with_its_invitation_when_another_takes_its_place_or_it_is_taken_back()
    {
        var (pool, ann, tom) = (await PoolAsync(), Somebody(), Somebody());
        await InviteAsync(pool, ann);
        var first = Assert.Single(await MailsAsync(pool));
        await InviteAsync(pool, tom);

        await InviteAsync(pool, ann);

        var mails = await MailsAsync(pool);
        Assert.Equal(new[] { ann, tom }.Order(), mails.Select(mail => mail.Recipient).Order());
        Assert.DoesNotContain(first.Id, mails.Select(mail => mail.Id));
        Assert.Single(await Deployment.EventsAsync("mail_discarded", pool), act => act.Detail!.Contains(first.Id.ToString("N"), StringComparison.Ordinal));

        var open = (await Deployment.Get<ListAdministrators>().RunAsync(pool, default)).Invitations.Single(each => each.Email == ann);
        Assert.Empty((await Deployment.Get<RevokeInvitation>().RunAsync(Actor.CommandLine, pool, open.Id, default)).Faults);
        Assert.Equal([tom], (await MailsAsync(pool)).Select(mail => mail.Recipient));
    }

    [Fact, Attack("AD-05")]
    public async Task Who_loses_the_role_of_an_owner_leaves_no_mail_behind_in_this_pool()
    {
        var (pool, other) = (await PoolAsync(), await PoolAsync());
        await Deployment.Services.AdministratorAsync(ConsoleRole.Owner, pool);
        var otto = await Deployment.Services.AdministratorAsync(ConsoleRole.Owner, pool);
        await InviteAsync(pool, Somebody());
        await InviteAsync(other, Somebody());

        Assert.Empty((await Deployment.Get<ChangeAdministrator>().RunAsync(Actor.CommandLine, new AdministratorName(pool, otto.Id, ConsoleRole.Owner), null, default)).Faults);

        Assert.Empty(await MailsAsync(pool));
        Assert.Single(await MailsAsync(other));
    }

    [Fact, Attack("ST-17")]
    public async Task A_mail_that_is_being_sent_is_not_called_back()
    {
        var (pool, ann) = (await PoolAsync(), Somebody());
        await InviteAsync(pool, ann);
        await Deployment.Get<OutboxStore>().ClaimAsync(1000, TimeSpan.FromMinutes(3), default);

        await InviteAsync(pool, ann);

        Assert.Equal(2, (await MailsAsync(pool)).Count);
    }

    [Fact, Attack("UI-18")]
    public async Task A_pool_sends_no_more_than_somebody_has_people_to_invite()
    {
        var (pool, last) = (await PoolAsync(), Somebody());
        for (var number = 0; number < 50; number++)
        {
            await InviteAsync(pool, Somebody());
        }

        var refused = await TryInviteAsync(pool, last);

        Assert.Equal("invitations_too_many", Assert.Single(refused.Faults).Reason);
        Assert.DoesNotContain(last, (await Deployment.Get<ListAdministrators>().RunAsync(pool, default)).Invitations.Select(each => each.Email));
        Assert.Empty((await TryInviteAsync(pool, last, byMail: false)).Faults);
        await InviteAsync(await PoolAsync(), last);
        Deployment.Clock.Advance(TimeSpan.FromMinutes(61));
        await InviteAsync(pool, last);
    }

    private async Task<Guid> PoolAsync()
    {
        var slug = Deployment.Name("inviting");
        return (await Deployment.Get<CreatePool>().RunAsync(Actor.CommandLine, new NewPool(slug, slug), default)).Value!.Id;
    }

    private async Task InviteAsync(Guid pool, string email) => Assert.Empty((await TryInviteAsync(pool, email)).Faults);

    private Task<Outcome<CreatedInvitation>> TryInviteAsync(Guid pool, string email, bool byMail = true) =>
        Deployment.Get<InviteAdministrator>().RunAsync(Actor.CommandLine, new NewAdministrator(pool, email, ConsoleRole.Viewer, byMail), default);

    private async Task<IReadOnlyList<ListedMail>> MailsAsync(Guid pool) => (await Deployment.Get<ListOutbox>().RunAsync(pool, null, default)).Mails;
}
