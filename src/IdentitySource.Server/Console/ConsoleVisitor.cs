using IdentitySource.Management.Administration;
using IdentitySource.Storage.Stores;

namespace IdentitySource.Server.Console;

/// <summary>Somebody who is signed in to the console.</summary>
/// <param name="OperatorsPoolId">Where the person lives; a role in it counts for every pool.</param>
public sealed record ConsoleVisitor(Guid OperatorsPoolId, ConsoleSession Session)
{
    /// <summary>How long a proof is fresh enough for what is sensitive.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    public Guid UserId => Session.UserId;

    public string Name => Session.Name ?? Session.Identifier;

    public bool IsOperator => RoleIn(OperatorsPoolId) == ConsoleRole.Operator;

    /// <summary>The pools that were given to the person one by one.</summary>
    public IReadOnlyList<Guid> OwnPools => [.. Session.Roles.Where(held => held.PoolId != OperatorsPoolId).Select(held => held.PoolId)];

    public ConsoleRole RoleIn(Guid poolId)
    {
        var own = ConsoleRoles.Parse(Session.Roles.FirstOrDefault(held => held.PoolId == poolId)?.Role);
        var everywhere = ConsoleRoles.Parse(Session.Roles.FirstOrDefault(held => held.PoolId == OperatorsPoolId)?.Role);
        return everywhere == ConsoleRole.Operator ? everywhere : own;
    }

    public bool HasProven(DateTimeOffset now) => now - Session.ProvenAt < Fresh;
}
