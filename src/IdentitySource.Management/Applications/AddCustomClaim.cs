using IdentitySource.Protocol.Claims;

namespace IdentitySource.Management.Applications;

/// <summary>Gives an application one more claim of its own: a fixed value, or a field of the user.</summary>
public sealed class AddCustomClaim(ApplicationChange change)
{
    /// <param name="application">The client id, or the address.</param>
    public Task<Outcome<Guid>> RunAsync(Actor actor, Guid poolId, string application, CustomClaim claim, CancellationToken cancel) =>
        change.RunAsync<Guid>(actor, poolId, application, "custom_claim_added", row =>
        {
            row.Policy = row.Policy with { CustomClaims = [.. row.Policy.CustomClaims, claim] };
            var faults = ApplicationRules.Check(row, ApplicationModes.Of(row));
            return faults.Count > 0 ? faults : row.Id;
        }, cancel, new Dictionary<string, object?> { ["claim"] = claim.Name });
}
