namespace IdentitySource.Protocol.Authorize;

/// <summary>A redirect URI that matched a registered one. Nothing else can be redirected to: only the two comparisons here make one.</summary>
public sealed record VerifiedRedirect
{
    private VerifiedRedirect(string uri) => Uri = uri;

    public string Uri { get; }

    /// <summary>RFC 9700 §2.1: exact string comparison. RFC 8252 §7.3: the port of a loopback address may vary.</summary>
    public static VerifiedRedirect? Match(IReadOnlyList<string> registered, string? requested)
    {
        if (requested is not null)
        {
            foreach (var uri in registered)
            {
                if (uri == requested || SameButLoopbackPort(uri, requested))
                {
                    return new VerifiedRedirect(requested);
                }
            }
        }

        return null;
    }

    /// <summary>RP-Initiated Logout §3: an address for after a sign-out is compared as text, and no port is left free.</summary>
    public static VerifiedRedirect? MatchExactly(IReadOnlyList<string> registered, string? requested) =>
        requested is not null && registered.Contains(requested, StringComparer.Ordinal) ? new VerifiedRedirect(requested) : null;

    /// <summary>
    /// RFC 8252 §7.3 names the two IP literals; <c>localhost</c> is left out (§8.3). All but the digits of the port is compared
    /// as text, so user information, another path or a longer host cannot slip through.
    /// </summary>
    private static bool SameButLoopbackPort(string registered, string requested) =>
        SplitPort(registered, out var prefix, out var rest)
        && SplitPort(requested, out var requestedPrefix, out var requestedRest)
        && prefix.SequenceEqual(requestedPrefix)
        && rest.SequenceEqual(requestedRest);

    private static bool SplitPort(ReadOnlySpan<char> uri, out ReadOnlySpan<char> prefix, out ReadOnlySpan<char> rest)
    {
        prefix = uri.StartsWith("http://127.0.0.1", StringComparison.Ordinal) ? uri[..16]
            : uri.StartsWith("http://[::1]", StringComparison.Ordinal) ? uri[..12]
            : default;
        rest = uri[prefix.Length..];
        if (prefix.IsEmpty)
        {
            return false;
        }

        if (rest.StartsWith(":"))
        {
            var digits = rest[1..].IndexOfAnyExceptInRange('0', '9');
            digits = digits < 0 ? rest.Length - 1 : digits;
            if (digits is 0 or > 5)
            {
                return false;
            }

            rest = rest[(digits + 1)..];
        }

        return rest.IsEmpty || rest[0] is '/' or '?';
    }
}
