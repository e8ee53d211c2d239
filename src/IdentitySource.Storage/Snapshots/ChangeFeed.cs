using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Storage.Snapshots;

/// <summary>
/// How servers learn that something cached has changed: a row written in the change's own transaction, read by all. A process that
/// was paused, or runs no follower, catches up before it answers.
/// </summary>
public sealed class ChangeFeed(IDbContextFactory<IdentitySourceDb> contexts, TimeProvider clock) : IDisposable
{
    /// <summary>Older than this, what is known of changes is brought up to date before it is relied on.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Rows become visible in the order of commits, not of ids: so many ids back are looked at again.</summary>
    private const int Overlap = 256;

    private readonly SemaphoreSlim turn = new(1, 1);

    private HashSet<long> seen = [];

    private long highest;

    private long lookedAt;

    internal ChangeLog Log { get; } = new();

    /// <summary>Adds the note to the change's own context. After the commit, <see cref="Note"/> tells this process without waiting.</summary>
    /// <param name="applicationId">The application that changed, or null: the pool itself or its keys.</param>
    public void Add(IdentitySourceDb db, Guid poolId, Guid? applicationId) =>
        db.Changes.Add(new ChangeRow { PoolId = poolId, ApplicationId = applicationId, At = clock.GetUtcNow() });

    public void Note(Guid poolId, Guid? applicationId) => Log.Note(poolId, applicationId);

    /// <summary>Reads what others have noted.</summary>
    public async Task FollowAsync(CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            await ReadAsync(cancel);
        }
        finally
        {
            // Also after a failure: with the database away, what is cached is served as it is, without a try per request.
            Volatile.Write(ref lookedAt, clock.GetTimestamp());
            turn.Release();
        }
    }

    /// <summary>Costs nothing while a follower runs.</summary>
    internal ValueTask FreshenAsync(CancellationToken cancel)
    {
        var last = Volatile.Read(ref lookedAt);
        return last != 0 && clock.GetElapsedTime(last) < Patience ? ValueTask.CompletedTask : new ValueTask(CatchUpAsync(cancel));
    }

    public void Dispose() => turn.Dispose();

    private async Task CatchUpAsync(CancellationToken cancel)
    {
        var first = Volatile.Read(ref lookedAt) == 0;
        try
        {
            await FollowAsync(cancel);
        }
        catch (Exception failure) when (!first && failure is not OperationCanceledException)
        {
            // The database is away: what is cached is the best there is, and loading anything else will say so.
        }
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var from = Volatile.Read(ref highest) == 0
            ? await db.Changes.MaxAsync(row => (long?)row.Id, cancel) ?? 0
            : highest;
        var rows = await db.Changes.AsNoTracking().Where(row => row.Id > from - Overlap).OrderBy(row => row.Id).ToListAsync(cancel);
        foreach (var row in rows)
        {
            if (!seen.Contains(row.Id))
            {
                Log.Note(row.PoolId, row.ApplicationId);
            }
        }

        highest = rows.Count > 0 ? Math.Max(from, rows[^1].Id) : from;
        seen = [.. rows.Select(row => row.Id).Where(id => id > highest - Overlap)];
    }
}
