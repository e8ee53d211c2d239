using System.Net;

namespace IdentitySource.Server.SignIn;

/// <summary>Where somebody tries a password from: which network, and by which browser.</summary>
/// <param name="Source">As <see cref="Endpoints.Source"/> writes it.</param>
/// <param name="Browser">Null when an application tries, which has no known device.</param>
public sealed record Visitor(string Source, HttpContext? Browser)
{
    public static Visitor At(HttpContext browser) => new(Endpoints.Source.Of(browser), browser);

    public static Visitor By(IPAddress? application) => new(Endpoints.Source.Of(application), null);
}
