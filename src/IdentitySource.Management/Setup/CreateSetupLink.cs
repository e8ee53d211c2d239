using IdentitySource.Management.Audit;
using IdentitySource.Protocol.Tokens;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Setup;

/// <summary>Makes a link to the set-up page: good once, for half an hour, and only while there is no administrator.</summary>
public sealed class CreateSetupLink(IDbContextFactory<IdentitySourceDb> contexts, Administrators administrators, AuditTrail audit, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    public async Task<Outcome<SetupLink>> RunAsync(Actor actor, CancellationToken cancel)
    {
        if (await administrators.AnyAsync(cancel))
        {
            return Administrators.Exists;
        }

        var (handle, now) = (TokenHandle.New(), clock.GetUtcNow());
        await using var db = await contexts.ForPoolAsync(await administrators.OperatorsPoolAsync(cancel), cancel);
        await db.SetupLinks.Where(link => link.ExpiresAt < now).ExecuteDeleteAsync(cancel);
        db.SetupLinks.Add(new SetupLinkRow { Hash = handle.Hash(), ExpiresAt = now + Lifetime });
        audit.Add(db, actor, "setup_link_created");
        await db.SaveChangesAsync(cancel);
        return new SetupLink(handle.Value, now + Lifetime);
    }
}

/// <param name="Handle">A bearer secret: whoever has it becomes the administrator.</param>
public sealed record SetupLink(string Handle, DateTimeOffset ExpiresAt)
{
    /// <summary>Below the public origin.</summary>
    public string Path => $"/setup?link={Handle}";

    /// <summary>Never the secret.</summary>
    public override string ToString() => $"(set-up link until {ExpiresAt:O})";
}
