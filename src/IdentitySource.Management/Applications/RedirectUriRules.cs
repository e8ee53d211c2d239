using System.Collections.Frozen;
using IdentitySource.Protocol.Applications;

namespace IdentitySource.Management.Applications;

/// <summary>
/// What may be registered as a callback. Registered addresses are compared character by character (RFC 9700 §2.1), so one is kept
/// exactly as it was typed, and refused when a browser would go somewhere else than it says.
/// </summary>
public static class RedirectUriRules
{
    private const int MaxLength = 2000;

    /// <summary>Our answers' own parameters: one that is registered could not be told from one that we add.</summary>
    private static readonly FrozenSet<string> AnswerParameters = FrozenSet.Create(
        StringComparer.Ordinal,
        "code", "state", "error", "error_description", "error_uri", "iss", "session_state", "response", "access_token", "id_token", "token_type", "expires_in");

    public static IEnumerable<Fault> Check(string field, IReadOnlyList<string> uris, ApplicationType type, bool allowHttp = false)
    {
        foreach (var uri in uris)
        {
            if (Check(field, uri, type, allowHttp) is { } fault)
            {
                yield return fault;
            }
        }

        if (uris.Distinct(StringComparer.Ordinal).Count() != uris.Count)
        {
            yield return new Fault(field, "redirect_uri_repeated", "An address stands in the list twice.");
        }
    }

    /// <param name="allowHttp">The application's switch for plain http callbacks, for a network that nobody else is in.</param>
    public static Fault? Check(string field, string uri, ApplicationType type, bool allowHttp = false)
    {
        Fault Because(string reason, string message) => new(field, reason, $"'{Shown(uri)}' {message}");

        if (uri.Length is 0 or > MaxLength)
        {
            return Because("redirect_uri_length", $"must have between 1 and {MaxLength} characters.");
        }

        if (uri.Contains('*'))
        {
            return Because("redirect_uri_wildcard", "holds a wildcard; addresses are compared character by character.");
        }

        if (SchemeOf(uri) is not { } scheme || uri.Any(character => character is <= ' ' or >= '\x7f' or '\\' or '"' or '<' or '>' or '`' or '{' or '}' or '|' or '^')
            || !Uri.TryCreate(uri, UriKind.Absolute, out var parsed))
        {
            return Because("redirect_uri_malformed", "is not an absolute address.");
        }

        return uri.Contains('#') ? Because("redirect_uri_fragment", "holds a fragment (RFC 6749 §3.1.2).")
            : scheme is "http" or "https" ? CheckWeb(uri, scheme, parsed, allowHttp, Because)
            : type == ApplicationType.Native && scheme.Contains('.') ? CheckQuery(uri, Because)
            : Because("redirect_uri_scheme", "must begin with https://, or for a native application with a scheme in reverse domain order (RFC 8252 §7.1).");
    }

    private static Fault? CheckWeb(string uri, string scheme, Uri parsed, bool allowHttp, Func<string, string, Fault> because)
    {
        var start = scheme.Length + 3;
        if (!uri.AsSpan(scheme.Length).StartsWith("://"))
        {
            return because("redirect_uri_malformed", "is not an absolute address.");
        }

        var end = uri.IndexOfAny(['/', '?'], start);
        var authority = end < 0 ? uri[start..] : uri[start..end];
        var path = end < 0 ? "" : uri[end..].Split('?')[0];
        return authority.Contains('@') ? because("redirect_uri_user_info", "holds user information before the host.")
            : authority != parsed.Authority && authority != $"{parsed.Host}:{parsed.Port}"
                ? because("redirect_uri_not_normal", $"has a host that is written otherwise: '{parsed.Authority}'.")
            : HasDotSegments(path) ? because("redirect_uri_not_normal", "holds '.' or '..' in its path: a browser would go elsewhere.")
            : scheme == "http" && !allowHttp && !Origins.IsLoopback(parsed.Host)
                ? because("redirect_uri_not_https", "must be https; http is for this machine's own (localhost, 127.0.0.1, [::1]).")
            : CheckQuery(uri, because);
    }

    private static Fault? CheckQuery(string uri, Func<string, string, Fault> because)
    {
        var query = uri.IndexOf('?', StringComparison.Ordinal) is var at and >= 0 ? uri[(at + 1)..] : "";
        var reserved = query.Split('&')
            .Select(pair => Uri.UnescapeDataString(pair.Split('=')[0].Replace('+', ' ')))
            .FirstOrDefault(AnswerParameters.Contains);
        return reserved is null ? null : because("redirect_uri_reserved_parameter", $"holds the parameter '{reserved}', which our answers use.");
    }

    /// <summary>Lower case, RFC 3986 §3.1; null when there is none, so that "/cb" is no file.</summary>
    private static string? SchemeOf(string uri)
    {
        var colon = uri.IndexOf(':', StringComparison.Ordinal);
        var scheme = colon > 0 ? uri[..colon] : "";
        return scheme.Length > 0 && char.IsAsciiLetterLower(scheme[0])
            && scheme.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '+' or '-' or '.')
            ? scheme
            : null;
    }

    private static bool HasDotSegments(string path) =>
        path.Split('/').Any(segment => segment.Replace("%2e", ".", StringComparison.OrdinalIgnoreCase) is "." or "..");

    /// <summary>It may be anything: the message shows no more than it needs, and no control characters.</summary>
    private static string Shown(string uri) =>
        string.Concat((uri.Length > 200 ? uri[..200] + "…" : uri).Select(character => char.IsControl(character) ? '?' : character));
}
