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
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(3);

    public async Task<Outcome<CreatedInvitation>> RunAsync(Actor actor, NewAdministrator input, CancellationToken cancel)
    {
        var operators = (await pools.RunAsync(UserPool.OperatorsSlug, cancel)).Value;
        var email = Identifiers.Email(input.Email) ?? "";
        if (Check(actor, input, email, operators).ToList() is { Count: > 0 } faults)
        {
            return faults;
        }

        var (handle, now) = (TokenHandle.New(), clock.GetUtcNow());
        await using var db = await contexts.ForPoolAsync(operators, cancel);
        if (await DisplaceAsync(db, actor, input.PoolId, email, cancel) is { } beyond)
        {
            return beyond;
        }

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
        CreatedInvitation made = new(email, handle.Value, now + Lifetime);
        if (input.ByMail && (await MailAsync(db, actor, input, made, cancel)).Refused(out var unfit, out _))
        {
            return unfit.ToList();
        }

        await db.SaveChangesAsync(cancel);
        queue.Ring();
        return made;
    }

    /// <summary>The latest word counts: a link that was sent before is void. Not by a key, where one may not take it back.</summary>
    private async Task<Fault?> DisplaceAsync(IdentitySourceDb db, Actor actor, Guid poolId, string email, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var open = await db.Invitations.Where(row => row.AdministeredPoolId == poolId && row.Email == email && row.UsedAt == null && row.ExpiresAt > now)
            .Select(row => row.Role).ToListAsync(cancel);
        if (open.Exists(role => !MayGive(actor, ConsoleRoles.Parse(role))))
        {
            return RoleBeyondKeys;
        }

        await db.Invitations.Where(row => row.AdministeredPoolId == poolId && (row.Email == email || row.ExpiresAt < now)).ExecuteDeleteAsync(cancel);
        return null;
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
        var name = await db.UserPools.Where(pool => pool.Id == input.PoolId).Select(pool => pool.Name).SingleAsync(cancel);
        return queue.Add(db, actor, new NewMail(input.PoolId, "invitation", made.Email, letters.Invitation(name, input.Role.Name(), made.Path)), "email");
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
