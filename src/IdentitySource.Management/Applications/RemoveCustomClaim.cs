namespace IdentitySource.Management.Applications;

/// <summary>Takes a claim of its own from an application. Tokens that are out keep it until they end.</summary>
public sealed class RemoveCustomClaim(ApplicationChange change)
{
    /// <param name="application">The client id, or the address.</param>
    public Task<Outcome<Guid>> RunAsync(Actor actor, Guid poolId, string application, string claim, CancellationToken cancel) =>
        change.RunAsync<Guid>(actor, poolId, application, "custom_claim_removed", row =>
        {
            var rest = row.Policy.CustomClaims.Where(each => each.Name != claim).ToList();
            if (rest.Count == row.Policy.CustomClaims.Count)
            {
                return new Fault("claim", "claim_unknown", $"The application has no claim '{claim}' of its own.") { Values = [claim] };
            }

            row.Policy = row.Policy with { CustomClaims = rest };
            return row.Id;
        }, cancel, new Dictionary<string, object?> { ["claim"] = claim });
}
