using IdentitySource.Storage.Entities;

namespace IdentitySource.Storage.Keys;

/// <summary>
/// First keys of authorization servers that are still to come, made before a transaction begins: an RSA key takes a core a tenth of
/// a second, and everybody who waits for the transaction's locks would wait for that.
/// </summary>
public sealed class KeySets(IEnumerable<IReadOnlyList<SigningKeyRow>> made)
{
    private readonly Queue<IReadOnlyList<SigningKeyRow>> left = new(made);

    /// <summary>More were asked for than had been made.</summary>
    public bool RanDry { get; private set; }

    /// <summary>The next ones, for this server from now on. A protected key is bound to its own name and not to the server.</summary>
    public IReadOnlyList<SigningKeyRow> Take(Guid serverId)
    {
        if (!left.TryDequeue(out var keys))
        {
            RanDry = true;
            return [];
        }

        foreach (var key in keys)
        {
            key.ServerId = serverId;
        }

        return keys;
    }
}
