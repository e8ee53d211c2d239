using IdentitySource.Management.Audit;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Access;

/// <summary>How every change of an access entry that is there is made: found, changed, written with its audit entry.</summary>
public sealed class AccessEntryChange(IDbContextFactory<IdentitySourceDb> contexts, AuditTrail audit)
{
    /// <param name="entry">Its id, as the list shows it.</param>
    internal async Task<Outcome<Guid>> RunAsync(
        Actor actor, Guid poolId, string entry, string kind, Action<IdentitySourceDb, AccessEntryRow> change, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        if (!Guid.TryParseExact(entry, "N", out var id) || await db.AccessEntries.SingleOrDefaultAsync(row => row.Id == id, cancel) is not { } row)
        {
            return Unknown(entry);
        }

        change(db, row);
        Record(audit, db, actor, kind, row);
        try
        {
            await db.SaveChangesAsync(cancel);
            return id;
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody else took it away.
            return Unknown(entry);
        }
    }

    internal static void Record(AuditTrail audit, IdentitySourceDb db, Actor actor, string kind, AccessEntryRow row) =>
        audit.Add(db, actor, kind, row.ApplicationId, row.SubjectKind == SubjectKind.User ? row.SubjectId : null, Detail(row));

    internal static Dictionary<string, object?> Detail(AccessEntryRow row) => new()
    {
        ["entry"] = row.Id.ToString("N"),
        ["allow"] = row.Allow,
        ["subject_kind"] = row.SubjectKind.ToString(),
        ["subject"] = row.SubjectId.ToString("N"),
    };

    private static Fault Unknown(string entry) => new("entry", "access_entry_unknown", $"This user pool has no access entry '{entry}'.");
}
