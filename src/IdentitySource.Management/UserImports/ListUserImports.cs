using System.Linq.Expressions;
using System.Text.Json;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.UserImports;

/// <summary>The imports of a pool, the latest first, or one of them.</summary>
public sealed class ListUserImports(IDbContextFactory<IdentitySourceDb> contexts)
{
    /// <summary>They are swept after a month.</summary>
    private const int Most = 50;

    public async Task<IReadOnlyList<UserImport>> RunAsync(Guid poolId, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        return await db.UserImports.AsNoTracking().OrderByDescending(row => row.Id).Take(Most).Select(Shown).ToListAsync(cancel);
    }

    public async Task<UserImport?> FindAsync(Guid poolId, Guid importId, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        return await db.UserImports.AsNoTracking().Where(row => row.Id == importId).Select(Shown).SingleOrDefaultAsync(cancel);
    }

    private static Expression<Func<UserImportRow, UserImport>> Shown { get; } = row => new UserImport
    {
        Id = row.Id,
        FileName = row.FileName,
        Size = row.Size,
        DryRun = row.DryRun,
        State = row.State,
        Stopping = row.CancelRequested,
        Position = row.Position,
        Added = row.Added,
        Failed = row.Failed,
        Reason = row.Reason,
        Unknown = row.UnknownColumns,
        CreatedAt = row.CreatedAt,
        FinishedAt = row.FinishedAt,
    };
}

/// <summary>An import as an administrator sees it.</summary>
public sealed record UserImport
{
    public required Guid Id { get; init; }

    public required string FileName { get; init; }

    public long Size { get; init; }

    public bool DryRun { get; init; }

    public UserImportState State { get; init; }

    /// <summary>It was cancelled and has not stopped yet.</summary>
    public bool Stopping { get; init; }

    public long Position { get; init; }

    /// <summary>In a dry run: who would be added.</summary>
    public long Added { get; init; }

    public long Failed { get; init; }

    public string? Reason { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public bool HasEnded => FinishedAt is not null;

    public int Percent => State == UserImportState.Done ? 100 : Size == 0 ? 0 : (int)(Position * 100 / Size);

    public IReadOnlyList<string> UnknownColumns => Unknown is null ? [] : JsonSerializer.Deserialize<List<string>>(Unknown)!;

    internal string? Unknown { get; init; }
}
