using IdentitySource.Protocol.Jose;

namespace IdentitySource.Protocol;

/// <summary>
/// The signing keys of one authorization server, as they stand: next keys are published ahead (OIDC Core §10.1.1), retired
/// ones stay until the last token they signed is dead. Immutable, shared by all requests.
/// </summary>
public sealed class KeyRing(IReadOnlyList<RingKey> keys)
{
    /// <summary>One reference: requests read and replace it at the same time.</summary>
    private Alive? verifying;

    public IReadOnlyList<RingKey> Keys { get; } = keys;

    /// <summary>The youngest key of the algorithm whose time to sign has come.</summary>
    /// <exception cref="InvalidOperationException">There is none: the ring was loaded without its keys.</exception>
    public SigningKey Signing(SigningAlgorithm algorithm, DateTimeOffset now)
    {
        RingKey? best = null;
        foreach (var key in Keys)
        {
            if (key.Key.Algorithm == algorithm && key.SignsFrom <= now && key.LastsUntil > now && (best is null || key.SignsFrom > best.SignsFrom))
            {
                best = key;
            }
        }

        return best?.Key ?? throw new InvalidOperationException($"The key ring holds no {algorithm} key that may sign now.");
    }

    /// <summary>Every published key that is not past its end; the list is remembered for a second, because each request asks for it.</summary>
    public IReadOnlyList<SigningKey> Verifying(DateTimeOffset now)
    {
        if (verifying is { } known && now - known.At < TimeSpan.FromSeconds(1) && now >= known.At)
        {
            return known.Keys;
        }

        SigningKey[] alive = [.. Keys.Where(key => key.LastsUntil > now).Select(key => key.Key)];
        verifying = new Alive(now, alive);
        return alive;
    }

    private sealed record Alive(DateTimeOffset At, IReadOnlyList<SigningKey> Keys);
}

/// <param name="SignsFrom">Published before; signs from here on, until a younger key takes over.</param>
/// <param name="LastsUntil">Out of the JWKS and of no use after this; far away for a key that is not retired.</param>
public sealed record RingKey(SigningKey Key, DateTimeOffset SignsFrom, DateTimeOffset LastsUntil);
