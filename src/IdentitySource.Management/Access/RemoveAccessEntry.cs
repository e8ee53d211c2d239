namespace IdentitySource.Management.Access;

/// <summary>Takes an access entry away.</summary>
public sealed class RemoveAccessEntry(AccessEntryChange change)
{
    /// <param name="entry">Its id, as the list shows it.</param>
    public Task<Outcome<Guid>> RunAsync(Actor actor, Guid poolId, string entry, CancellationToken cancel) =>
        change.RunAsync(actor, poolId, entry, "access_entry_removed", (db, row) => db.AccessEntries.Remove(row), cancel);
}
