using IdentitySource.Storage;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Mail;

/// <summary>Sends a mail that only says that mail works. Its text is ours and its number is limited: it is no way to write to strangers.</summary>
public sealed class SendTestMail(IDbContextFactory<IdentitySourceDb> contexts, QueueMail queue, Letters letters, TimeProvider clock)
{
    private const string Kind = "test";

    private const int MostAnHour = 10;

    public async Task<Outcome<Guid>> RunAsync(Actor actor, Guid poolId, string? recipient, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.TakeTurnAsync(poolId, cancel);

        // Ids begin with the time, so an hour is a short piece of the key.
        var hourAgo = Guid.CreateVersion7(clock.GetUtcNow() - TimeSpan.FromHours(1));
        if (await db.OutboxMails.CountAsync(row => row.Id.CompareTo(hourAgo) > 0 && row.Kind == Kind, cancel) >= MostAnHour)
        {
            return new Fault("recipient", "test_mails_too_many", $"{MostAnHour} test mails an hour are enough. Look at what became of the last one.");
        }

        if (queue.Add(db, actor, new NewMail(poolId, Kind, recipient, letters.Test())).Refused(out var faults, out var id))
        {
            return faults.ToList();
        }

        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        queue.Ring();
        return id;
    }
}
