using IdentitySource.Browser.Tests.Gallery;
using IdentitySource.Management;
using IdentitySource.Management.Mail;
using IdentitySource.Storage;
using IdentitySource.Storage.Keys;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace IdentitySource.Browser.Tests.Console;

/// <summary>A mail in each state that there is.</summary>
internal static class SampleMails
{
    public static async Task AddAsync(ConsoleBrowser console)
    {
        await using var db = await console.Services.GetRequiredService<IDbContextFactory<IdentitySourceDb>>().ForPoolAsync(console.PoolId, default);
        var queue = console.Services.GetRequiredService<QueueMail>();
        var ids = Enumerable.Range(0, 5).Select(number => queue.Add(db, Actor.CommandLine, new NewMail(
            console.PoolId, "invitation", $"a-very-long-name-of-somebody-{number}@a-very-long-host-name.acme.test", new Letter(SamplePages.Hostile.ReplaceLineEndings(""), new MailBody(SamplePages.Hostile, ""))))
            .Value).ToList();
        await db.SaveChangesAsync();
        var now = TimeProvider.System.GetUtcNow();
        await db.OutboxMails.Where(row => row.Id == ids[1]).ExecuteUpdateAsync(rows => rows.SetProperty(row => row.LastError, "server_unreachable").SetProperty(row => row.Attempts, 3));
        await db.OutboxMails.Where(row => row.Id == ids[2]).ExecuteUpdateAsync(rows => rows.SetProperty(row => row.LastError, "recipient_refused 550").SetProperty(row => row.GivenUpAt, now));
        await db.OutboxMails.Where(row => row.Id == ids[3]).ExecuteUpdateAsync(rows => rows.SetProperty(row => row.LeaseUntil, now.AddHours(1)));
        await db.OutboxMails.Where(row => row.Id == ids[4]).ExecuteUpdateAsync(rows => rows.SetProperty(row => row.SentAt, now).SetProperty(row => row.ProtectedBody, (byte[]?)null));
    }
}
