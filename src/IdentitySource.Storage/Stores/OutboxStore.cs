using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Statements;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Storage.Stores;

/// <summary>
/// Who sends which mail, and how it went. A mail that was taken is another's again after a while: whoever took it has been killed.
/// So each is tried at least once more rather than lost, and twice only by a server that died between the last word and the note.
/// </summary>
public sealed class OutboxStore(Database database, OutboxStatements sql, IDbContextFactory<IdentitySourceDb> contexts, TimeProvider clock)
{
    /// <param name="most">How many at once.</param>
    /// <param name="lease">For how long nobody else tries them.</param>
    public async Task<IReadOnlyList<ClaimedMail>> ClaimAsync(int most, TimeSpan lease, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var command = database.Command(sql.Claim).With("now", now).With("until", now + lease).With("limit", most);
        return await database.ListAsync(command, Read, cancel);
    }

    /// <summary>What it said is forgotten. Also when somebody else has taken it meanwhile: it is sent.</summary>
    public Task SentAsync(ClaimedMail mail, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        return UpdateAsync(
            mail, anybodys: true,
            rows => rows.ExecuteUpdateAsync(
                mails => mails
                    .SetProperty(row => row.SentAt, now)
                    .SetProperty(row => row.ProtectedBody, (byte[]?)null)
                    .SetProperty(row => row.NextAttemptAt, (DateTimeOffset?)null)
                    .SetProperty(row => row.LeaseUntil, (DateTimeOffset?)null)
                    .SetProperty(row => row.LastError, (string?)null)
                    .SetProperty(row => row.GivenUpAt, (DateTimeOffset?)null),
                cancel),
            cancel);
    }

    /// <param name="pause">Until the next try; null gives it up.</param>
    public Task FailedAsync(ClaimedMail mail, string error, TimeSpan? pause, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        return UpdateAsync(
            mail, anybodys: false,
            rows => rows.ExecuteUpdateAsync(
                mails => mails
                    .SetProperty(row => row.LastError, error)
                    .SetProperty(row => row.LeaseUntil, (DateTimeOffset?)null)
                    .SetProperty(row => row.NextAttemptAt, now + pause)
                    .SetProperty(row => row.GivenUpAt, pause == null ? now : null),
                cancel),
            cancel);
    }

    /// <summary>It was taken and not tried: whoever is there may have it at once.</summary>
    public Task ReleaseAsync(ClaimedMail mail, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        return UpdateAsync(
            mail, anybodys: false,
            rows => rows.ExecuteUpdateAsync(
                mails => mails
                    .SetProperty(row => row.NextAttemptAt, now)
                    .SetProperty(row => row.LeaseUntil, (DateTimeOffset?)null)
                    .SetProperty(row => row.Attempts, row => row.Attempts - 1),
                cancel),
            cancel);
    }

    private async Task UpdateAsync(ClaimedMail mail, bool anybodys, Func<IQueryable<OutboxMailRow>, Task> update, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(mail.PoolId, cancel);
        await update(db.OutboxMails.Where(row => row.Id == mail.Id && row.SentAt == null && (anybodys || row.Attempts == mail.Attempt)));
    }

    private static ClaimedMail Read(System.Data.Common.DbDataReader row)
    {
        RowCursor cursor = new(row);
        return new ClaimedMail(cursor.Id(), cursor.Id(), cursor.Text(), cursor.Text(), cursor.BytesOrNull(), cursor.Number());
    }
}

/// <param name="Attempt">The number of this try, by which a server knows that the mail is still its own.</param>
public sealed record ClaimedMail(Guid PoolId, Guid Id, string Recipient, string Subject, byte[]? ProtectedBody, int Attempt);
