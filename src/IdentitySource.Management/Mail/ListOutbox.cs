using System.Linq.Expressions;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Mail;

/// <summary>A pool's mails, the latest first, a page at a time; never what they say.</summary>
public sealed class ListOutbox(IDbContextFactory<IdentitySourceDb> contexts, MailOptions options, TimeProvider clock)
{
    public const int PageSize = 50;

    /// <summary>The overview says "99 and more".</summary>
    private const int MostCounted = 100;

    /// <param name="after">The last one of the page before.</param>
    public async Task<OutboxPage> RunAsync(Guid poolId, Guid? after, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        var rows = db.OutboxMails.AsNoTracking();
        rows = after is { } last ? rows.Where(row => row.Id.CompareTo(last) < 0) : rows;
        var found = await rows.OrderByDescending(row => row.Id).Take(PageSize + 1).Select(Shown(now)).ToListAsync(cancel);
        return new OutboxPage([.. found.Take(PageSize)], found.Count > PageSize ? found[PageSize - 1].Id : null);
    }

    /// <summary>How many are not sent, up to a number that is many.</summary>
    public async Task<OutboxState> CountAsync(Guid poolId, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        var unsent = db.OutboxMails.Where(row => row.SentAt == null);
        return new OutboxState(
            options.IsConfigured, await unsent.Take(MostCounted).CountAsync(cancel), await unsent.Where(row => row.LastError != null).Take(MostCounted).CountAsync(cancel));
    }

    private static Expression<Func<OutboxMailRow, ListedMail>> Shown(DateTimeOffset now) => row => new ListedMail(row.Id, row.Kind, row.Recipient, row.Subject, row.CreatedAt)
    {
        Attempts = row.Attempts,
        NextAttemptAt = row.NextAttemptAt,
        IsUnderWay = row.LeaseUntil > now,
        LastError = row.LastError,
        SentAt = row.SentAt,
        GivenUpAt = row.GivenUpAt,
    };
}

/// <param name="Next">Where the next page begins.</param>
public sealed record OutboxPage(IReadOnlyList<ListedMail> Mails, Guid? Next);

/// <param name="Configured">Whether there is a mail server.</param>
/// <param name="Unsent">Those that wait, fail or are given up.</param>
/// <param name="Failed">Those of them that were tried in vain.</param>
public sealed record OutboxState(bool Configured, int Unsent, int Failed);

public sealed record ListedMail(Guid Id, string Kind, string Recipient, string Subject, DateTimeOffset CreatedAt)
{
    public int Attempts { get; init; }

    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>A server is at it.</summary>
    public bool IsUnderWay { get; init; }

    /// <summary>A slug, and the mail server's number where it gave one.</summary>
    public string? LastError { get; init; }

    public DateTimeOffset? SentAt { get; init; }

    public DateTimeOffset? GivenUpAt { get; init; }

    public bool IsSent => SentAt is not null;
}
