using System.Net;
using IdentitySource.Server.Composition.Settings;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace IdentitySource.Server.Composition;

/// <summary>
/// Behind a proxy the visitor's address stands in <c>X-Forwarded-For</c>. It is read from the right, for as long as a known
/// proxy wrote it: what stands further left is the visitor's own word. Host and scheme are never taken from a header.
/// </summary>
internal static class ForwardedAddress
{
    /// <summary>One comma-separated text or a list; each an address or a network.</summary>
    public static IReadOnlyList<IPNetwork> ReadProxies(SettingsReader settings, string name)
    {
        List<IPNetwork> proxies = [];
        foreach (var text in settings.List(name))
        {
            if (IPNetwork.TryParse(text, out var network))
            {
                proxies.Add(network);
            }
            else if (IPAddress.TryParse(text, out var address))
            {
                proxies.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            }
            else
            {
                settings.Refuse(name, text, "is neither an IP address nor a network, like '10.0.0.0/8'");
            }
        }

        return proxies;
    }

    public static void UseForwardedAddress(this WebApplication app)
    {
        var proxies = app.Services.GetRequiredService<DeploymentOptions>().KnownProxies;

        // The framework takes two empty lists for "believe everybody".
        if (proxies.Count == 0)
        {
            return;
        }

        ForwardedHeadersOptions options = new() { ForwardedHeaders = ForwardedHeaders.XForwardedFor, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in proxies)
        {
            options.KnownIPNetworks.Add(network);
        }

        app.UseForwardedHeaders(options);
    }
}
