using System.Net;

namespace IdentitySource.Server.SignIn;

/// <summary>Where somebody tries a password from: which network, and by which browser.</summary>
/// <param name="Source">As <see cref="Endpoints.Source"/> writes it.</param>
/// <param name="Browser">Null when an application tries, which has no known device.</param>
/// <param name="Application">
/// The one that proved by its secret that it tries. Everybody behind it comes from its server, so the network says nothing of who
/// does: a stranger who guesses there must not use up what all of its people have.
/// </param>
public sealed record Visitor(string Source, HttpContext? Browser, Guid? Application)
{
    public static Visitor At(HttpContext browser) => new(Endpoints.Source.Of(browser), browser, null);

    public static Visitor By(IPAddress? peer, Guid? application) => new(Endpoints.Source.Of(peer), null, application);
}
