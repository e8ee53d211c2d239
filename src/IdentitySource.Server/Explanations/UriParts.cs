using System.Text.RegularExpressions;

namespace IdentitySource.Server.Explanations;

/// <summary>
/// A URI taken apart as text (RFC 3986 appendix B). <see cref="Uri"/> would not do: it lowers the host, drops the standard port and
/// resolves dots, and so hides the very differences that we look for.
/// </summary>
internal sealed partial record UriParts(string Scheme, string UserInformation, string Host, string Port, string Path, string Query, string Fragment)
{
    /// <summary>Any text has parts: what has no scheme is a path.</summary>
    public static UriParts Split(string uri)
    {
        var match = Pattern().Match(uri);
        return new UriParts(Part("scheme"), Part("user"), Part("host"), Part("port"), Part("path"), Part("query"), Part("fragment"));

        string Part(string name) => match.Groups[name].Value;
    }

    [GeneratedRegex(@"^(?:(?<scheme>[^:/?#]+):)?(?://(?:(?<user>[^/?#]*)@)?(?<host>\[[^\]/?#]*\]|[^/?#:]*)(?::(?<port>[^/?#]*))?)?(?<path>[^?#]*)(?<query>\?[^#]*)?(?<fragment>#.*)?$", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
