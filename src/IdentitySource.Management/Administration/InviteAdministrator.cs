using IdentitySource.Management.Audit;
using IdentitySource.Management.Mail;
using IdentitySource.Management.UserPools;
using IdentitySource.Protocol.Tokens;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Identity;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Administration;

/// <summary>
/// Asks somebody to administer a user pool, by a link that is good once. The answer is the same whether the address has an account
/// or not: who administers other pools is not told.
/// </summary>
public sealed class InviteAdministrator(
    IDbContextFactory<IdentitySourceDb> contexts, FindPool pools, AuditTrail audit, QueueMail queue, Letters letters, TimeProvider clock)
{
    internal const string MailKind = "invitation";

    /// <summary>The pool's name stands in each, so they would be a way to write to strangers; nobody has as many people to invite.</summary>
    internal const int MostMailsAnHour = 50;

    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(3);

    public async Task<Outcome<CreatedInvitation>> RunAsync(Actor actor, NewAdministrator input, CancellationToken cancel)
    {
        var operators = (await pools.RunAsync(UserPool.OperatorsSlug, cancel)).Value;
        var email = Identifiers.Email(input.Email) ?? "";
        if (Check(actor, input, email, operators).ToList() is { Count: > 0 } faults)
        {
            return faults;
        }

        var now = clock.GetUtcNow();
        await using var db = await contexts.ForPoolAsync(operators, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.TakeTurnAsync(input.PoolId, cancel);

        var open = db.Invitations.Where(row => row.AdministeredPoolId == input.PoolId && row.Email == email && row.UsedAt == null && row.ExpiresAt > now);
        if ((await open.Select(row => row.Role).ToListAsync(cancel)).Exists(role => !MayGive(actor, ConsoleRoles.Parse(role))))
        {
            return RoleBeyondKeys;
        }

        // The latest word counts: a link that was sent before is void.
        var earlier = db.Invitations.Where(row => row.AdministeredPoolId == input.PoolId && (row.Email == email || row.ExpiresAt < now));
        await VoidedInvitations.RemoveAsync(db, audit, actor, earlier, now, cancel);
        var made = Add(db, actor, input, email, operators);
        if (input.ByMail && (await MailAsync(db, actor, input, made, cancel)).Refused(out var unfit, out _))
        {
            return unfit.ToList();
        }

        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        queue.Ring();
        return made;
    }

    private CreatedInvitation Add(IdentitySourceDb db, Actor actor, NewAdministrator input, string email, Guid operators)
    {
        var (handle, now) = (TokenHandle.New(), clock.GetUtcNow());
        db.Invitations.Add(new InvitationRow
        {
            PoolId = operators,
            Id = Guid.CreateVersion7(now),
            Hash = handle.Hash(),
            AdministeredPoolId = input.PoolId,
            Email = email,
            Role = input.Role.Name(),
            CreatedAt = now,
            ExpiresAt = now + Lifetime,
        });
        audit.Add(db, actor, "administrator_invited", poolId: input.PoolId, detail: new Dictionary<string, object?> { ["email"] = email, ["role"] = input.Role.Name() });
        return new CreatedInvitation(email, handle.Value, now + Lifetime);
    }

    private static IEnumerable<Fault> Check(Actor actor, NewAdministrator input, string email, Guid operators)
    {
        if (email.Length == 0)
        {
            yield return new Fault("email", "email_malformed", "This is not a plain e-mail address.");
        }

        if (Roles(input.PoolId, operators).All(role => role != input.Role))
        {
            yield return RoleUnfit;
        }

        if (!MayGive(actor, input.Role))
        {
            yield return RoleBeyondKeys;
        }
    }

    /// <summary>In the outbox of the pool that the invitation is for, beside what else its administrators look after.</summary>
    private async Task<Outcome<Guid>> MailAsync(IdentitySourceDb db, Actor actor, NewAdministrator input, CreatedInvitation made, CancellationToken cancel)
    {
        // Ids begin with the time, so an hour is a short piece of the key.
        var hourAgo = Guid.CreateVersion7(clock.GetUtcNow() - TimeSpan.FromHours(1));
        var mails = db.OutboxMails.IgnoreQueryFilters([IdentitySourceDb.PoolFilter]).Where(row => row.PoolId == input.PoolId && row.Id.CompareTo(hourAgo) > 0);
        if (await mails.CountAsync(row => row.Kind == MailKind, cancel) >= MostMailsAnHour)
        {
            return new Fault("email", "invitations_too_many", $"{MostMailsAnHour} invitations by mail an hour are enough. Hand the link over otherwise.") { Values = [MostMailsAnHour] };
        }

        var name = await db.UserPools.Where(pool => pool.Id == input.PoolId).Select(pool => pool.Name).SingleAsync(cancel);
        return queue.Add(db, actor, new NewMail(input.PoolId, MailKind, made.Email, letters.Invitation(name, input.Role.Name(), made.Path)), "email");
    }

    /// <summary>The roles that can be given: the operators' own pool has operators, every other has its own three.</summary>
    public static IReadOnlyList<ConsoleRole> Roles(Guid poolId, Guid operatorsPoolId) =>
        poolId == operatorsPoolId ? [ConsoleRole.Operator] : ConsoleRoles.OfPools;

    /// <summary>Whoever gives a role that makes API keys could give themselves every scope, so a key does not.</summary>
    internal static bool MayGive(Actor actor, ConsoleRole role) => !actor.IsKey || role < ConsoleRole.Owner;

    internal static Fault RoleBeyondKeys { get; } =
        new("role", "role_beyond_api_keys", "Owners and operators are invited, changed and removed by people, in the console.");

    internal static Fault RoleUnfit { get; } = new("role", "role_unfit", "This role cannot be given for this user pool.");
}

/// <param name="PoolId">The pool to be administered.</param>
/// <param name="ByMail">Whether the link is also sent to the address.</param>
public sealed record NewAdministrator(Guid PoolId, string? Email, ConsoleRole Role, bool ByMail = false);

/// <param name="Handle">A bearer secret, shown this once.</param>
public sealed record CreatedInvitation(string Email, string Handle, DateTimeOffset ExpiresAt)
{
    /// <summary>Below the public origin.</summary>
    public string Path => $"/console/invitation?link={Handle}";

    /// <summary>Never the secret.</summary>
    public override string ToString() => $"(invitation of {Email} until {ExpiresAt:O})";
}
