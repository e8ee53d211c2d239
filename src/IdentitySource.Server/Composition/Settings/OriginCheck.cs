using System.Net;

namespace IdentitySource.Server.Composition.Settings;

/// <summary>What a public origin has to be, since issuers are made of it.</summary>
internal static class OriginCheck
{
    private const string Name = nameof(DeploymentOptions.PublicOrigin);

    public static void Run(DeploymentOptions options, SettingsReader settings)
    {
        var origin = options.PublicOrigin;
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var parsed) || parsed.Scheme is not ("http" or "https"))
        {
            settings.Refuse(Name, origin, "is not an http or https address, like 'https://id.example.com'");
        }
        else if (parsed.UserInfo.Length > 0)
        {
            // A password may be in it.
            settings.Fault(Name, " must not name a user.");
        }
        else if (parsed.GetLeftPart(UriPartial.Authority) != origin)
        {
            settings.Refuse(
                Name, origin, $"must be scheme, host and port alone, in lower case, without a path or a slash at the end: '{parsed.Scheme}://{parsed.Authority}'");
        }
        else if (parsed.Scheme == "http" && !options.AllowHttp && !IsLocal(parsed))
        {
            settings.Refuse(
                Name, origin, $"must be https: passwords and tokens travel there ({DeploymentOptions.Section}__{nameof(DeploymentOptions.AllowHttp)}=true allows it in a network of trust)");
        }
        else if (options.AddressMode == AddressMode.Subdomain && parsed.HostNameType != UriHostNameType.Dns)
        {
            settings.Refuse(
                Name, origin, $"has no subdomains: an IP address needs {DeploymentOptions.Section}__{nameof(DeploymentOptions.AddressMode)}=Path");
        }
    }

    private static bool IsLocal(Uri uri) =>
        uri.Host == "localhost" || uri.Host.EndsWith(".localhost", StringComparison.Ordinal)
        || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
