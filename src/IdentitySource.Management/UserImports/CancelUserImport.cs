using IdentitySource.Management.Audit;
using IdentitySource.Storage;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.UserImports;

/// <summary>Stops an import after the batch that is being written. Whoever has been added stays.</summary>
public sealed class CancelUserImport(IDbContextFactory<IdentitySourceDb> contexts, ImportBell bell, AuditTrail audit)
{
    public async Task<Outcome<Guid>> RunAsync(Actor actor, Guid poolId, Guid importId, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.UserImports.Where(row => row.Id == importId && row.FinishedAt == null && !row.CancelRequested)
            .ExecuteUpdateAsync(imports => imports.SetProperty(row => row.CancelRequested, true), cancel) == 0)
        {
            return new Fault("import", "import_over", "This import has ended already.");
        }

        audit.Add(db, actor, "user_import_cancelled", detail: new Dictionary<string, object?> { ["import"] = importId.ToString("N") });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        bell.Ring();
        return importId;
    }
}
