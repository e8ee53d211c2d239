namespace IdentitySource.Management.AccessKeys;

/// <summary>Switches a programmatic access account on or off. Off ends its access at once; tokens that are not over live again with it.</summary>
public sealed class EnableAccessKey(AccessKeyChange change)
{
    public Task<Outcome<Guid>> RunAsync(Actor actor, Guid poolId, string accessKey, bool enabled, CancellationToken cancel) =>
        change.RunAsync(actor, poolId, accessKey, enabled ? "access_key_enabled" : "access_key_disabled", (_, row) =>
        {
            row.Enabled = enabled;
            return Task.FromResult(row.Id);
        }, cancel);
}
