using IdentitySource.Management.Users;
using IdentitySource.Protocol.Tokens;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Setup;

/// <summary>The set-up page's one act: the link is spent and the first administrator exists, both or neither.</summary>
public sealed class CompleteSetup(IDbContextFactory<IdentitySourceDb> contexts, Administrators administrators, AddDemo demo, TimeProvider clock)
{
    /// <summary>Whether the page may be shown; looking spends nothing.</summary>
    public async Task<bool> IsOpenAsync(string link, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await Open(db, link).AnyAsync(cancel) && !await administrators.AnyAsync(cancel);
    }

    public async Task<Outcome<SetupDone>> RunAsync(Actor actor, SetupForm form, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(await administrators.OperatorsPoolAsync(cancel), cancel);
        if (!await Open(db, form.Link).AnyAsync(cancel))
        {
            // Before anything costly: the page is open to strangers.
            return LinkInvalid;
        }

        if (await administrators.HashedAsync(db.PoolId, form.Email, form.Password, cancel) is not { } person)
        {
            return PasswordMint.Busy;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if ((await administrators.AddFirstAsync(db, actor, person, cancel)).Refused(out var faults, out var administratorId))
        {
            return faults.ToList();
        }

        // Last: a weak password does not cost the link. One statement takes it, so it is good once.
        if (await Open(db, form.Link).ExecuteUpdateAsync(links => links.SetProperty(link => link.UsedAt, clock.GetUtcNow()), cancel) != 1)
        {
            return LinkInvalid;
        }

        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        if (form.DemoOrigin is not { } origin)
        {
            return new SetupDone(administratorId, null, []);
        }

        // The administrator is there, whatever comes of this.
        var added = await demo.RunAsync(actor, origin, cancel);
        return new SetupDone(administratorId, added.Value, added.Faults);
    }

    private static Fault LinkInvalid { get; } = new("link", "setup_link_invalid", "This set-up link is not valid (any more).");

    private IQueryable<SetupLinkRow> Open(IdentitySourceDb db, string link)
    {
        var (hash, now) = (new TokenHandle(link).Hash(), clock.GetUtcNow());
        return db.SetupLinks.Where(row => row.Hash == hash && row.UsedAt == null && row.ExpiresAt > now);
    }
}

/// <param name="Link">The handle from the link.</param>
/// <param name="DemoOrigin">The public origin, when demonstration data is wanted too.</param>
public sealed record SetupForm(string Link, string Email, string Password, string? DemoOrigin = null)
{
    /// <summary>The record's own text would show the password.</summary>
    public override string ToString() => nameof(SetupForm);
}

/// <param name="Demo">With its passwords and secret, to be shown this once; null when none was wanted or it could not be made.</param>
/// <param name="DemoFaults">Why it could not be made.</param>
public sealed record SetupDone(Guid AdministratorId, DemoSet? Demo, IReadOnlyList<Fault> DemoFaults);
