using IdentitySource.Management.Audit;
using IdentitySource.Storage;
using IdentitySource.Storage.Keys;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Applications;

/// <summary>Shows an application's secret in clear. Nothing changes by it, but who has seen it is written down first.</summary>
public sealed class RevealApplicationSecret(IDbContextFactory<IdentitySourceDb> contexts, ApplicationSecrets secrets, AuditTrail audit)
{
    /// <param name="application">The client id, or the address.</param>
    public async Task<Outcome<RevealedSecret>> RunAsync(Actor actor, Guid poolId, string application, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        if (await ApplicationChange.FindAsync(db, application, cancel) is not { } row)
        {
            return ApplicationChange.Unknown(application);
        }

        if (secrets.Read(row) is not { } secret)
        {
            return new Fault("application", "application_secret_missing", "The application has no secret.");
        }

        audit.Add(db, actor, "application_secret_revealed", row.Id);
        await db.SaveChangesAsync(cancel);
        return new RevealedSecret(secret);
    }
}

public sealed record RevealedSecret(string Value)
{
    /// <summary>Never the secret.</summary>
    public override string ToString() => nameof(RevealedSecret);
}
