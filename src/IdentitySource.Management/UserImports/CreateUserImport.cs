using IdentitySource.Management.Audit;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Identity;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.UserImports;

/// <summary>Takes in a file of people. They are added afterwards, by whichever server is free.</summary>
public sealed class CreateUserImport(IDbContextFactory<IdentitySourceDb> contexts, UploadKeeper uploads, ImportLimits limits, ImportBell bell, AuditTrail audit, TimeProvider clock)
{
    /// <param name="worker">Who will see to it at once; null leaves it to the servers.</param>
    public async Task<Outcome<Guid>> RunAsync(Actor actor, NewUserImport input, Guid? worker, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(input.PoolId, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.UserImports.CountAsync(row => row.FinishedAt == null, cancel) >= limits.MostWaiting)
        {
            return new Fault("file", "imports_too_many", $"{limits.MostWaiting} imports of this user pool have not ended yet. Wait for one, or cancel it.");
        }

        var row = ToRow(actor, input, worker);
        db.UserImports.Add(row);
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
        if (await uploads.WriteAsync(db, row.Id, input.Content, limits.LargestFile, cancel) is not { } size)
        {
            return new Fault("file", "file_too_large", $"The file is larger than {limits.LargestFile / 1024 / 1024} MiB. Import it in parts.");
        }

        if (size == 0)
        {
            return new Fault("file", "file_empty", "The file is empty.");
        }

        await db.UserImports.Where(import => import.Id == row.Id).ExecuteUpdateAsync(imports => imports.SetProperty(import => import.Size, size), cancel);
        audit.Add(db, actor, "user_import_started", detail: new Dictionary<string, object?> { ["import"] = row.Id.ToString("N"), ["file"] = row.FileName, ["dry_run"] = row.DryRun });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        bell.Ring();
        return row.Id;
    }

    private UserImportRow ToRow(Actor actor, NewUserImport input, Guid? worker)
    {
        var now = clock.GetUtcNow();
        return new UserImportRow
        {
            PoolId = input.PoolId,
            Id = Guid.CreateVersion7(now),
            FileName = FileName(input.FileName),
            DryRun = input.DryRun,
            State = worker is null ? UserImportState.Waiting : UserImportState.Running,
            ActorKind = actor.Kind,
            ActorId = actor.UserId,
            Worker = worker,
            LeaseUntil = worker is null ? null : now + ImportLease.Duration,
            CreatedAt = now,
            StartedAt = worker is null ? null : now,
        };
    }

    /// <summary>The last part of a path, of characters that can be shown.</summary>
    private static string FileName(string? given)
    {
        var name = new string([.. (LookupNames.Composed(given) ?? "").Split('/', '\\')[^1].Where(character => !char.IsControl(character) && !char.IsSurrogate(character))]);
        return name.Length == 0 || !LookupNames.IsPlain(name) ? "users" : name.Length <= UserImportRow.LongestFileName ? name : name[..UserImportRow.LongestFileName];
    }
}

/// <param name="Content">Read once, from where it stands to its end.</param>
public sealed record NewUserImport(Guid PoolId, string? FileName, Stream Content, bool DryRun);
