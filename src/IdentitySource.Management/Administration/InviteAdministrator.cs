using IdentitySource.Management.Audit;
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
public sealed class InviteAdministrator(IDbContextFactory<IdentitySourceDb> contexts, FindPool pools, AuditTrail audit, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(3);

    public async Task<Outcome<CreatedInvitation>> RunAsync(Actor actor, NewAdministrator input, CancellationToken cancel)
    {
        var operators = (await pools.RunAsync(UserPool.OperatorsSlug, cancel)).Value;
        List<Fault> faults = [.. Check(actor, input, operators)];
        if (faults.Count > 0 || Identifiers.Email(input.Email) is not { } email)
        {
            return faults;
        }

        var (handle, now) = (TokenHandle.New(), clock.GetUtcNow());
        await using var db = await contexts.ForPoolAsync(operators, cancel);

        // The latest word counts: a link that was sent before is void.
        await db.Invitations.Where(row => row.AdministeredPoolId == input.PoolId && (row.Email == email || row.ExpiresAt < now)).ExecuteDeleteAsync(cancel);
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
        await db.SaveChangesAsync(cancel);
        return new CreatedInvitation(email, handle.Value, now + Lifetime);
    }

    private static IEnumerable<Fault> Check(Actor actor, NewAdministrator input, Guid operators)
    {
        if (Identifiers.Email(input.Email) is null)
        {
            yield return new Fault("email", "email_malformed", "This is not a plain e-mail address.");
        }

        if (!Roles(input.PoolId, operators).Contains(input.Role))
        {
            yield return RoleUnfit;
        }

        if (!MayGive(actor, input.Role))
        {
            yield return RoleBeyondKeys;
        }
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
public sealed record NewAdministrator(Guid PoolId, string? Email, ConsoleRole Role);

/// <param name="Handle">A bearer secret, shown this once.</param>
public sealed record CreatedInvitation(string Email, string Handle, DateTimeOffset ExpiresAt)
{
    /// <summary>Below the public origin.</summary>
    public string Path => $"/console/invitation?link={Handle}";

    /// <summary>Never the secret.</summary>
    public override string ToString() => $"(invitation of {Email} until {ExpiresAt:O})";
}
