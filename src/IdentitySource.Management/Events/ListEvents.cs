using System.Buffers.Binary;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Events;

/// <summary>
/// What happened in a pool, newest first, a page at a time. Ids are version 7, so the order of time is the order of the key and
/// a span of time is a span of the key: each page is a short walk along an index, however many events there are.
/// </summary>
public sealed class ListEvents(IDbContextFactory<IdentitySourceDb> contexts)
{
    public const int MostAtOnce = 200;

    public async Task<EventPage> RunAsync(EventQuery query, CancellationToken cancel)
    {
        var size = Math.Clamp(query.Size, 1, MostAtOnce);
        await using var db = await contexts.ForPoolAsync(query.PoolId, cancel);
        var found = query.After is null
            ? await Matching(db, query).OrderByDescending(row => row.Id).Take(size + 1).ToListAsync(cancel)
            : await Matching(db, query).OrderBy(row => row.Id).Take(size + 1).ToListAsync(cancel);
        var shown = found.Take(size).ToList();
        if (query.After is not null)
        {
            shown.Reverse();
        }

        return new EventPage(await NamedAsync(db, shown, cancel), found.Count > size);
    }

    /// <summary>One event by its id or by the reference that somebody was shown; several when a request left more than one.</summary>
    public async Task<IReadOnlyList<ListedEvent>> FindAsync(Guid poolId, string text, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        var id = Guid.TryParseExact(text, "N", out var parsed) ? parsed : Guid.Empty;
        var rows = await db.Events.AsNoTracking().Where(row => row.Id == id || row.Reference == text).OrderBy(row => row.Id).Take(MostAtOnce).ToListAsync(cancel);
        return await NamedAsync(db, rows, cancel);
    }

    /// <summary>What administrators are called; they live in a pool of their own. Nobody's id is left out.</summary>
    public async Task<IReadOnlyDictionary<string, string>> NamesOfAsync(IReadOnlyList<string> administrators, CancellationToken cancel)
    {
        var ids = administrators.Select(text => Guid.TryParseExact(text, "N", out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty).ToList();
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var found = await db.Users.IgnoreQueryFilters().AsNoTracking().Where(row => ids.Contains(row.Id) && db.Administrators.IgnoreQueryFilters().Any(held => held.UserId == row.Id))
            .Select(row => new { row.Id, Name = row.Email ?? row.UserName ?? row.Name }).ToListAsync(cancel);
        return found.Where(row => row.Name is not null).ToDictionary(row => row.Id.ToString("N"), row => row.Name!, StringComparer.Ordinal);
    }

    private static IQueryable<EventRow> Matching(IdentitySourceDb db, EventQuery query)
    {
        var rows = db.Events.AsNoTracking().Where(row => row.Administrative == query.Administrative);
        rows = query.Kind is { } kind ? rows.Where(row => row.Kind == kind) : rows;
        rows = query.Success is { } success ? rows.Where(row => row.Success == success) : rows;
        rows = query.Reason is { } reason ? rows.Where(row => row.Reason == reason) : rows;
        rows = query.About is { } about ? rows.Where(row => row.ApplicationId == about || row.UserId == about) : rows;
        rows = query.ApplicationId is { } application ? rows.Where(row => row.ApplicationId == application) : rows;
        rows = query.UserId is { } user ? rows.Where(row => row.UserId == user) : rows;
        rows = query.Reference is { } reference ? rows.Where(row => row.Reference == reference) : rows;
        if (query.Administrator is { } administrator)
        {
            // Acts are few among the events, and have an index of their own to be walked along.
            var written = $"\"administrator\":\"{administrator:N}\"";
            rows = rows.Where(row => row.Detail!.Contains(written));
        }

        rows = query.From is { } from ? rows.Where(row => row.Id.CompareTo(FirstOf(from)) >= 0) : rows;
        rows = query.Until is { } until ? rows.Where(row => row.Id.CompareTo(FirstOf(until)) < 0) : rows;
        rows = query.Before is { } before ? rows.Where(row => row.Id.CompareTo(before) < 0) : rows;
        return query.After is { } after ? rows.Where(row => row.Id.CompareTo(after) > 0) : rows;
    }

    /// <summary>The smallest version 7 id of a moment: its first 48 bits are milliseconds (RFC 9562 §5.7).</summary>
    private static Guid FirstOf(DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Math.Max(0, at.ToUnixTimeMilliseconds()) << 16);
        return new Guid(bytes, bigEndian: true);
    }

    private static async Task<IReadOnlyList<ListedEvent>> NamedAsync(IdentitySourceDb db, List<EventRow> rows, CancellationToken cancel)
    {
        var applicationIds = rows.Select(row => row.ApplicationId).OfType<Guid>().Distinct().ToList();
        var userIds = rows.Select(row => row.UserId).OfType<Guid>().Distinct().ToList();
        var applications = await db.Applications.AsNoTracking().Where(row => applicationIds.Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.Name, cancel);
        var users = await db.Users.AsNoTracking().Where(row => userIds.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, row => row.UserName ?? row.Email ?? row.PhoneNumber ?? row.Name, cancel);
        return
        [
            .. rows.Select(row => new ListedEvent(row.Id, row.At, row.Kind, row.Success, row.Reason, row.Reference)
            {
                Administrative = row.Administrative,
                ApplicationId = row.ApplicationId,
                ApplicationName = row.ApplicationId is { } application ? applications.GetValueOrDefault(application) : null,
                UserId = row.UserId,
                UserName = row.UserId is { } user ? users.GetValueOrDefault(user) : null,
                RemoteAddress = row.RemoteAddress,
                UserAgent = row.UserAgent,
                Detail = row.Detail,
            }),
        ];
    }
}

public sealed record EventQuery
{
    public required Guid PoolId { get; init; }

    /// <summary>The audit trail in place of what people and applications did.</summary>
    public bool Administrative { get; init; }

    public string? Kind { get; init; }

    public bool? Success { get; init; }

    public string? Reason { get; init; }

    public Guid? ApplicationId { get; init; }

    public Guid? UserId { get; init; }

    /// <summary>An application or a person, whichever has this id.</summary>
    public Guid? About { get; init; }

    public string? Reference { get; init; }

    /// <summary>Who did it; for the audit trail.</summary>
    public Guid? Administrator { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? Until { get; init; }

    /// <summary>Older than this event: the next page.</summary>
    public Guid? Before { get; init; }

    /// <summary>Newer than this event: the page before, and what has come since.</summary>
    public Guid? After { get; init; }

    public int Size { get; init; } = 50;
}

/// <param name="Events">Newest first.</param>
/// <param name="More">Whether there are others beyond these, in the direction that was asked for.</param>
public sealed record EventPage(IReadOnlyList<ListedEvent> Events, bool More);

public sealed record ListedEvent(Guid Id, DateTimeOffset At, string Kind, bool Success, string? Reason, string Reference)
{
    public bool Administrative { get; init; }

    public Guid? ApplicationId { get; init; }

    /// <summary>Null when the application is gone.</summary>
    public string? ApplicationName { get; init; }

    public Guid? UserId { get; init; }

    public string? UserName { get; init; }

    public string? RemoteAddress { get; init; }

    public string? UserAgent { get; init; }

    /// <summary>JSON: what was given and expected, or what an administrator changed. Without secrets.</summary>
    public string? Detail { get; init; }
}
