namespace IdentitySource.Server.Explanations;

/// <summary>
/// Finds the registered redirect URI that comes closest to the one that was sent, and names each difference. It explains a refusal
/// and decides nothing: what may be redirected to is compared character by character elsewhere (RFC 9700 §2.1).
/// </summary>
internal static class RedirectComparison
{
    /// <summary>Null when nothing is registered, or when the two are equal.</summary>
    public static NearestRedirect? Nearest(IEnumerable<string> registered, string sent)
    {
        var given = UriParts.Split(sent);
        return registered
            .Select(uri => new NearestRedirect(uri, Compare(given, UriParts.Split(uri))))
            .Where(each => each.Differences.Count > 0)
            .OrderBy(each => each.Differences.Sum(difference => Weight(difference.Part)))
            .ThenBy(each => Distance(each.Registered, sent))
            .FirstOrDefault();
    }

    private static List<UriDifference> Compare(UriParts sent, UriParts registered)
    {
        List<UriDifference> found = [];
        Add(found, UriPart.Scheme, sent.Scheme, registered.Scheme);
        Add(found, UriPart.UserInformation, sent.UserInformation, registered.UserInformation);
        Add(found, UriPart.Host, sent.Host, registered.Host);
        Add(found, UriPart.Port, sent.Port, registered.Port);
        Add(found, UriPart.Path, sent.Path, registered.Path);
        Add(found, UriPart.Query, sent.Query, registered.Query);
        Add(found, UriPart.Fragment, sent.Fragment, registered.Fragment);
        return found;
    }

    private static void Add(List<UriDifference> found, UriPart part, string sent, string registered)
    {
        if (sent != registered)
        {
            found.Add(new UriDifference(Name(part, sent, registered), sent, registered));
        }
    }

    /// <summary>The kind of a difference says more than its place: "/CB" and "/cb" differ in case, not just in the path.</summary>
    private static UriPart Name(UriPart part, string sent, string registered) =>
        sent.Equals(registered, StringComparison.OrdinalIgnoreCase) ? UriPart.Case
        : part == UriPart.Path && sent.TrimEnd('/') == registered.TrimEnd('/') ? UriPart.TrailingSlash
        : Decoded(sent) == Decoded(registered) ? UriPart.Encoding
        : part;

    private static string Decoded(string text) => Uri.UnescapeDataString(text);

    /// <summary>A slip of the pen first, another place last.</summary>
    private static int Weight(UriPart part) => part switch
    {
        UriPart.TrailingSlash or UriPart.Case or UriPart.Encoding => 1,
        UriPart.Port or UriPart.Scheme or UriPart.Query or UriPart.Fragment => 2,
        UriPart.Path or UriPart.UserInformation => 4,
        _ => 8,
    };

    /// <summary>Characters outside the common beginning and end: enough to order the equally bad.</summary>
    private static int Distance(string first, string second)
    {
        var shorter = Math.Min(first.Length, second.Length);
        var start = first.AsSpan().CommonPrefixLength(second);
        var end = 0;
        while (end < shorter - start && first[^(end + 1)] == second[^(end + 1)])
        {
            end++;
        }

        return Math.Max(first.Length, second.Length) - start - end;
    }
}

/// <summary>A registered redirect URI and how the sent one differs from it.</summary>
internal sealed record NearestRedirect(string Registered, IReadOnlyList<UriDifference> Differences);

/// <param name="Sent">That part of the sent URI; empty when it has none.</param>
internal sealed record UriDifference(UriPart Part, string Sent, string Registered);

/// <summary>Where two URIs differ, or in which way.</summary>
internal enum UriPart
{
    Scheme,
    UserInformation,
    Host,
    Port,
    Path,
    TrailingSlash,
    Case,
    Encoding,
    Query,
    Fragment,
}
