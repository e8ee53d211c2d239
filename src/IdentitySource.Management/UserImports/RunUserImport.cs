using System.Data.Common;
using System.Text.Json;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Identity;
using IdentitySource.Storage.Ports;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.UserImports;

/// <summary>Brings one claimed import to its end, batch by batch. It can be left between any two of them, by a cancellation or a crash.</summary>
public sealed class RunUserImport(IDbContextFactory<IdentitySourceDb> contexts, UploadKeeper uploads, ImportBooks books, IBulkRows rows, IDatabaseFaults faults, IPasswordHasher<User> hasher)
{
    /// <summary>Somebody may take a name between our look and our writing; a second look then sees it.</summary>
    private const int MostTries = 5;

    /// <param name="progress">Told after each batch how many bytes are done.</param>
    /// <returns>How it ended; null when somebody else has taken over.</returns>
    public async Task<UserImportState?> RunAsync(ClaimedImport claimed, IProgress<long>? progress, CancellationToken cancel)
    {
        if (await FindAsync(claimed, cancel) is not { } import)
        {
            return null;
        }

        var (position, done) = (import.Position, import.Added + import.Failed);
        if ((await ImportFile.OpenAsync(uploads.Reader(claimed.PoolId, claimed.Id), import.Size, position, import.Line, cancel)).Refused(out var wrong, out var file))
        {
            return await books.CloseAsync(claimed, position, UserImportState.Failed, wrong[0].Reason, cancel);
        }

        var target = await TargetAsync(claimed.PoolId, cancel);
        while (true)
        {
            var batch = await ImportBatch.ReadAsync(file, target, done, books.Limits.Batch, books.Now, cancel);
            if (!import.DryRun)
            {
                await batch.HashAsync(hasher, cancel);
            }

            var written = await WriteAsync(claimed, import, batch, position, cancel);
            if (written != UserImportState.Running)
            {
                return written is { } end ? await books.CloseAsync(claimed, position, end, null, cancel) : null;
            }

            (position, done) = (batch.Position, done + batch.Lines.Count);
            progress?.Report(position);
            if (batch.Lines.Count == 0)
            {
                return await books.CloseAsync(claimed, position, UserImportState.Done, null, cancel);
            }
        }
    }

    private async Task<UserImportRow?> FindAsync(ClaimedImport claimed, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(claimed.PoolId, cancel);
        return await db.UserImports.AsNoTracking().SingleOrDefaultAsync(row => row.Id == claimed.Id && row.Worker == claimed.Worker && row.FinishedAt == null, cancel);
    }

    /// <summary>Read once: all lines of a file are measured by the same rules.</summary>
    private async Task<ImportTarget> TargetAsync(Guid poolId, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        return new ImportTarget(poolId, await PasswordPolicy.OfAsync(db, poolId, cancel));
    }

    /// <returns>Running when it is written, else how the import ends; null when it is another's.</returns>
    private async Task<UserImportState?> WriteAsync(ClaimedImport claimed, UserImportRow import, ImportBatch batch, long position, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await TryAsync(claimed, import, batch, position, cancel);
            }
            catch (DbException failure) when (tries < MostTries && (!faults.IsOutage(failure) || faults.IsUndone(failure)))
            {
                // Not yet the end: of a name that was taken meanwhile the next look knows.
            }
        }
    }

    private async Task<UserImportState?> TryAsync(ClaimedImport claimed, UserImportRow import, ImportBatch batch, long position, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(claimed.PoolId, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (!await books.Lease.HoldAsync(db, claimed, position, cancel))
        {
            return null;
        }

        if (await db.UserImports.AnyAsync(row => row.Id == claimed.Id && row.CancelRequested, cancel))
        {
            return UserImportState.Cancelled;
        }

        var names = await batch.ClaimNamesAsync(db, claimed.Id, cancel);
        var good = batch.Lines.Where(line => line.IsGood).Select(line => line.User).ToList();
        if (!import.DryRun)
        {
            await rows.AddAsync(db, good, cancel);
        }

        await rows.AddAsync(db, names, cancel);
        var kept = await books.RoomAsync(db, claimed.Id, cancel);
        await rows.AddAsync(db, [.. batch.Lines.Where(line => !line.IsGood).Take(kept).Select(line => line.ToFault(claimed.Id))], cancel);
        await NoteAsync(db, claimed.Id, batch, good.Count, cancel);
        await transaction.CommitAsync(cancel);
        if (!import.DryRun && good.Count > 0)
        {
            await books.CountAsync(claimed.PoolId, good.Count, cancel);
        }

        return UserImportState.Running;
    }

    private static Task<int> NoteAsync(IdentitySourceDb db, Guid importId, ImportBatch batch, int good, CancellationToken cancel)
    {
        var (position, line, failed) = (batch.Position, batch.Line, batch.Lines.Count - good);
        var unknown = batch.UnknownColumns.Count == 0 ? null : JsonSerializer.Serialize(batch.UnknownColumns, ImportedLine.Json);
        return db.UserImports.Where(row => row.Id == importId).ExecuteUpdateAsync(
            imports => imports
                .SetProperty(row => row.Position, position)
                .SetProperty(row => row.Line, line)
                .SetProperty(row => row.Added, row => row.Added + good)
                .SetProperty(row => row.Failed, row => row.Failed + failed)
                .SetProperty(row => row.UnknownColumns, row => unknown ?? row.UnknownColumns),
            cancel);
    }
}
