namespace IdentitySource.Management.Access;

/// <summary>Switches an access entry off without forgetting it, or on again.</summary>
public sealed class EnableAccessEntry(AccessEntryChange change)
{
    /// <param name="entry">Its id, as the list shows it.</param>
    public Task<Outcome<Guid>> RunAsync(Actor actor, Guid poolId, string entry, bool enabled, CancellationToken cancel) =>
        change.RunAsync(actor, poolId, entry, enabled ? "access_entry_enabled" : "access_entry_disabled", (_, row) => row.Enabled = enabled, cancel);
}
