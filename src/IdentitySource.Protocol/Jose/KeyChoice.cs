namespace IdentitySource.Protocol.Jose;

/// <summary>
/// Which of the caller's keys a token claims. RFC 8725 §3.1: the algorithm is the key's; the header must merely agree. The
/// <c>kid</c> is compared with the few keys at hand and looks up nothing.
/// </summary>
internal static class KeyChoice
{
    public static (SigningKey Key, JoseHeader Header)? Of(ReadOnlySpan<char> encoded, IReadOnlyList<SigningKey> keys, out string? why)
    {
        why = null;
        for (var i = 0; i < keys.Count; i++)
        {
            if (keys[i].Headers.TypOf(encoded) is { } typ)
            {
                return (keys[i], new JoseHeader(keys[i].Algorithm.Name(), keys[i].Kid, typ));
            }
        }

        if (JoseHeader.Parse(encoded, out why) is not { } header)
        {
            return null;
        }

        var key = Named(header.Kid, keys, out why);
        if (key is null)
        {
            return null;
        }

        if (header.Algorithm != key.Algorithm.Name())
        {
            why = "jws_alg_refused";
            return null;
        }

        return (key, header with { Kid = key.Kid });
    }

    public static JoseHeader? Secret(ReadOnlySpan<char> encoded, ProtectedHeaders own, out string? why)
    {
        why = null;
        if (own.TypOf(encoded) is { } typ)
        {
            return new JoseHeader(SigningAlgorithm.HS256.Name(), null, typ);
        }

        if (JoseHeader.Parse(encoded, out why) is not { } header)
        {
            return null;
        }

        why = header.Algorithm == SigningAlgorithm.HS256.Name() ? null : "jws_alg_not_hs256";
        return why is null ? header with { Kid = null } : null;
    }

    /// <summary>RFC 7515 §4.1.4: without a <c>kid</c> only a single key is beyond doubt; trying them all would be guessing.</summary>
    private static SigningKey? Named(string? kid, IReadOnlyList<SigningKey> keys, out string? why)
    {
        why = null;
        if (kid is null)
        {
            why = keys.Count == 1 ? null : "jws_kid_missing";
            return keys.Count == 1 ? keys[0] : null;
        }

        for (var i = 0; i < keys.Count; i++)
        {
            if (keys[i].Kid == kid)
            {
                return keys[i];
            }
        }

        why = "jws_kid_unknown";
        return null;
    }
}
