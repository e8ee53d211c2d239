using IdentitySource.Management.Audit;
using IdentitySource.Storage;
using IdentitySource.Storage.Keys;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Applications;

/// <summary>An administrator tries a sign-in in an application's place. That they do is written down; the application's secret is used here and shown to nobody.</summary>
public sealed class TryApplication(IDbContextFactory<IdentitySourceDb> contexts, ApplicationSecrets secrets, AuditTrail audit)
{
    /// <param name="application">The client id, or the address.</param>
    /// <param name="asked">What is tried, for the audit entry.</param>
    public async Task<Outcome<Guid>> StartAsync(Actor actor, Guid poolId, string application, IReadOnlyDictionary<string, object?> asked, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        if (await ApplicationChange.FindAsync(db, application, cancel) is not { } row)
        {
            return ApplicationChange.Unknown(application);
        }

        audit.Add(db, actor, "application_tried", row.Id, detail: asked);
        await db.SaveChangesAsync(cancel);
        return row.Id;
    }

    /// <summary>What the application proves itself with at the token endpoint; null when it has none.</summary>
    public async Task<RevealedSecret?> SecretAsync(Guid poolId, string application, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        return await ApplicationChange.FindAsync(db, application, cancel) is { } row && secrets.Read(row) is { } secret ? new RevealedSecret(secret) : null;
    }
}
