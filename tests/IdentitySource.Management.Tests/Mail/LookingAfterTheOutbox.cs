using IdentitySource.Management.Mail;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Stores;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Postgres;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Management.Tests.Mail;

public class LookingAfterTheOutbox(TestDeployment deployment) : MailWork(deployment)
{
    private ListOutbox List => Deployment.Get<ListOutbox>();

    [Fact]
    public async Task It_is_listed_page_by_page_latest_first()
    {
        List<Guid> mails = [];
        for (var number = 0; number < ListOutbox.PageSize + 3; number++)
        {
            Deployment.Clock.AdvanceSeconds(1);
            mails.Add(await QueueAsync(Somebody()));
        }

        var first = await List.RunAsync(Deployment.PoolId, null, default);
        var second = await List.RunAsync(Deployment.PoolId, first.Next, default);
        Assert.Equal(ListOutbox.PageSize, first.Mails.Count);
        Assert.Equal(mails.AsEnumerable().Reverse(), first.Mails.Concat(second.Mails).Select(mail => mail.Id).Take(mails.Count));
        Assert.InRange((await List.CountAsync(Deployment.PoolId, default)).Unsent, mails.Count, 100);
    }

    [Fact, Attack("ST-17")]
    public async Task A_mail_that_is_being_sent_is_neither_sent_again_nor_discarded()
    {
        var mail = await QueueAsync(Somebody());
        var outbox = Deployment.Get<OutboxStore>();
        var claimed = (await outbox.ClaimAsync(1000, TimeSpan.FromMinutes(3), default)).Single(each => each.Id == mail);
        Assert.Equal("mail_gone", (await SendAgainAsync(mail)).Faults[0].Reason);
        Assert.Equal("mail_gone", (await DiscardAsync(mail)).Faults[0].Reason);
        Assert.True((await ListedAsync(mail)).IsUnderWay);

        await outbox.SentAsync(claimed, default);
        Assert.Equal("mail_gone", (await SendAgainAsync(mail)).Faults[0].Reason);
        Assert.Equal("mail_gone", (await DiscardAsync(mail)).Faults[0].Reason);
        Assert.Equal("mail_gone", (await RevealAsync(mail, Deployment.PoolId)).Faults[0].Reason);
        Assert.True((await ListedAsync(mail)).IsSent);
    }

    [Fact]
    public async Task What_is_done_with_a_mail_stands_in_the_trail_and_what_it_says_does_not()
    {
        var mail = await QueueAsync(Somebody());
        Assert.Contains(Link, (await RevealAsync(mail, Deployment.PoolId)).Value!.Text, StringComparison.Ordinal);
        Assert.Empty((await SendAgainAsync(mail)).Faults);
        Assert.Empty((await DiscardAsync(mail)).Faults);
        foreach (var kind in new[] { "mail_queued", "mail_revealed", "mail_sent_again", "mail_discarded" })
        {
            var act = Assert.Single(await Deployment.EventsAsync(kind), row => row.Detail!.Contains(mail.ToString("N"), StringComparison.Ordinal));
            Assert.DoesNotContain("canary", act.Detail!, StringComparison.Ordinal);
        }

        Assert.Equal("mail_gone", (await DiscardAsync(mail)).Faults[0].Reason);
    }

    [Fact]
    public async Task What_is_kept_under_another_master_key_is_said_to_be_unreadable()
    {
        var mail = await QueueAsync(Somebody());
        await using (var db = await Deployment.DatabaseAsync())
        {
            var row = await db.OutboxMails.SingleAsync(each => each.Id == mail);
            row.ProtectedBody = [.. row.ProtectedBody![..^1], (byte)~row.ProtectedBody[^1]];
            await db.SaveChangesAsync();
        }

        Assert.Equal("mail_unreadable", Assert.Single((await RevealAsync(mail, Deployment.PoolId)).Faults).Reason);
        Assert.DoesNotContain(await Deployment.EventsAsync("mail_revealed"), act => act.Detail!.Contains(mail.ToString("N"), StringComparison.Ordinal));
        await DiscardAsync(mail);
    }

    [Fact, Attack("XT-06")]
    public async Task Another_pool_has_no_such_mail()
    {
        var mail = await QueueAsync(Somebody());
        var operators = await Deployment.PoolAsync(UserPool.OperatorsSlug);
        Assert.Equal("mail_gone", (await RevealAsync(mail, operators)).Faults[0].Reason);
        Assert.Equal("mail_gone", (await Deployment.Get<SendAgain>().RunAsync(Actor.CommandLine, operators, mail, default)).Faults[0].Reason);
        Assert.Equal("mail_gone", (await Deployment.Get<DiscardMail>().RunAsync(Actor.CommandLine, operators, mail, default)).Faults[0].Reason);
        Assert.Empty((await List.RunAsync(operators, null, default)).Mails);
        Assert.Equal(0, (await List.CountAsync(operators, default)).Unsent);
    }

    [Fact]
    public async Task Test_mails_are_few()
    {
        var operators = await Deployment.PoolAsync(UserPool.OperatorsSlug);
        for (var number = 0; number < 10; number++)
        {
            Assert.Empty((await TestAsync(operators)).Faults);
        }

        Assert.Equal("test_mails_too_many", (await TestAsync(operators)).Faults[0].Reason);
        Assert.Empty((await TestAsync(Deployment.PoolId)).Faults);
        Deployment.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Empty((await TestAsync(operators)).Faults);
        foreach (var mail in (await List.RunAsync(operators, null, default)).Mails)
        {
            await Deployment.Get<DiscardMail>().RunAsync(Actor.CommandLine, operators, mail.Id, default);
        }
    }

    private Task<Outcome<Guid>> TestAsync(Guid pool) => Deployment.Get<SendTestMail>().RunAsync(Actor.CommandLine, pool, Somebody(), default);

    private Task<Outcome<Guid>> SendAgainAsync(Guid mail) => Deployment.Get<SendAgain>().RunAsync(Actor.CommandLine, Deployment.PoolId, mail, default);

    private Task<Outcome<Guid>> DiscardAsync(Guid mail) => Deployment.Get<DiscardMail>().RunAsync(Actor.CommandLine, Deployment.PoolId, mail, default);

    private Task<Outcome<RevealedMail>> RevealAsync(Guid mail, Guid pool) => Deployment.Get<RevealMail>().RunAsync(Actor.CommandLine, pool, mail, default);

    private async Task<ListedMail> ListedAsync(Guid mail) => (await List.RunAsync(Deployment.PoolId, null, default)).Mails.Single(each => each.Id == mail);
}
