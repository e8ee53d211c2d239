namespace IdentitySource.Storage.Ports;

/// <summary>What a failure of the database means; only the provider can read its own exceptions.</summary>
public interface IDatabaseFaults
{
    /// <summary>
    /// The database is away, full, read-only or overloaded: the request failed, nothing is wrong with it, and the caller may come
    /// back. Any other failure is a fault of ours.
    /// </summary>
    bool IsOutage(Exception failure);

    /// <summary>The database itself undid the statement (deadlock, serialization, lock not available): repeating it cannot do anything twice.</summary>
    bool IsUndone(Exception failure);

    /// <summary>The account lacks a right: neither an outage that passes nor a fault of ours.</summary>
    bool IsForbidden(Exception failure);

    /// <summary>A database of this kind answered with an error of its own, so whoever is there is one.</summary>
    bool Spoke(Exception failure);
}
