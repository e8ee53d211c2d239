using System.Net;

namespace IdentitySource.Protocol.Applications;

/// <summary>Web origins, RFC 6454 §6.2, as a browser writes them.</summary>
public static class Origins
{
    /// <summary>The origin of an http or https address; null for anything else, a custom scheme among it.</summary>
    public static string? Of(string uri) =>
        Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https"
            ? parsed.GetLeftPart(UriPartial.Authority)
            : null;

    /// <summary>Nobody on the way can read what is sent there: https, or this machine itself.</summary>
    public static bool IsConfidential(string uri) =>
        Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && (parsed.Scheme == "https" || (parsed.Scheme == "http" && IsLoopback(parsed.Host)));

    public static bool IsLoopback(string host) =>
        host == "localhost" || host.EndsWith(".localhost", StringComparison.Ordinal)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
