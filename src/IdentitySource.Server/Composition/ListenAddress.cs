using System.Net;

namespace IdentitySource.Server.Composition;

/// <summary>Where the server listens, read from its settings as the framework does: by its own origin if nothing says otherwise.</summary>
internal static class ListenAddress
{
    public static bool IsSaid(IConfiguration configuration) => Said(configuration) is not null;

    /// <summary>A proxy in front ends https, and another host's name may lead anywhere: both want to be told where to listen.</summary>
    public static string Usual(string? origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var parsed) && parsed.Scheme == Uri.UriSchemeHttp && parsed.IsLoopback ? origin! : DeploymentOptions.DefaultOrigin;

    /// <summary>The first address, as this machine itself reaches it.</summary>
    /// <exception cref="FormatException">It is no address.</exception>
    public static BindingAddress Own(IConfiguration configuration)
    {
        var address = BindingAddress.Parse(Said(configuration) ?? Usual(configuration[$"{DeploymentOptions.Section}:PublicOrigin"]));

        // The framework binds a name that is no address, "+" and "*" to every address: also to this machine's own.
        return address.IsUnixPipe || (IPAddress.TryParse(address.Host, out var ip) && !ip.Equals(IPAddress.Any) && !ip.Equals(IPAddress.IPv6Any))
            ? address
            : BindingAddress.Parse($"{address.Scheme}://localhost:{address.Port}");
    }

    /// <summary>In the framework's order: endpoints of the section Kestrel, addresses, then ports.</summary>
    private static string? Said(IConfiguration configuration) =>
        configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).FirstOrDefault(url => url is not null)
        ?? First(configuration["urls"])
        ?? (First(configuration["http_ports"]) is { } port ? $"http://*:{port}" : null)
        ?? (First(configuration["https_ports"]) is { } secure ? $"https://*:{secure}" : null);

    private static string? First(string? list) =>
        list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var first, ..] ? first : null;
}
