using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace IdentitySource.TestKit.Http;

/// <summary>
/// Stands before the server in every test. It gives a connection the address that a test wants, and looks at each redirect:
/// whatever a test was about, one that repeats a POST or leads to an address that nobody registered makes it fail.
/// </summary>
public sealed class Doorkeeper : IStartupFilter
{
    /// <summary>The address of the other end; the server itself never reads this header.</summary>
    public const string PeerHeader = "Test-Peer";

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (http, rest) =>
        {
            if (http.Request.Headers[PeerHeader] is [{ } peer])
            {
                http.Connection.RemoteIpAddress = IPAddress.Parse(peer);
                http.Request.Headers.Remove(PeerHeader);
            }

            await rest(http);
            await CheckAsync(http);
        });
        next(app);
    };

    /// <summary>RFC 9700 §4.11 and §4.12.</summary>
    private static async Task CheckAsync(HttpContext http)
    {
        var status = http.Response.StatusCode;
        if (status is not (>= 300 and < 400) or 304)
        {
            return;
        }

        var location = http.Response.Headers.Location.ToString();
        if (status is not (302 or 303))
        {
            throw new InvalidOperationException($"{http.Request.Method} {http.Request.Path} was redirected with {status}: the next request would repeat it.");
        }

        if (!IsOwn(http, location) && !await IsRegisteredAsync(http, location))
        {
            throw new InvalidOperationException($"{http.Request.Method} {http.Request.Path} leads to {location}, which is registered by nobody.");
        }
    }

    private static bool IsOwn(HttpContext http, string location) =>
        (location.StartsWith('/') && !location.StartsWith("//", StringComparison.Ordinal) && !location.StartsWith("/\\", StringComparison.Ordinal))
        || location.StartsWith($"{http.Request.Scheme}://{http.Request.Host}/", StringComparison.Ordinal);

    private static async Task<bool> IsRegisteredAsync(HttpContext http, string location)
    {
        // What is looked up here is no work of the request's, and must not be counted as such.
        Activity.Current = null;
        await using var db = await http.RequestServices.GetRequiredService<IDbContextFactory<Storage.IdentitySourceDb>>().CreateDbContextAsync();
        var applications = await db.Applications.IgnoreQueryFilters().AsNoTracking().ToListAsync();
        return applications.SelectMany(row => row.RedirectUris.Concat(row.PostLogoutRedirectUris)).Any(uri => Reaches(uri, location));
    }

    /// <summary>The registered address itself, with something added behind; RFC 8252 §7.3 leaves the port of a loopback address free.</summary>
    private static bool Reaches(string registered, string location)
    {
        var plain = location.Split('?', '#')[0];
        var expected = registered.Split('?')[0];
        return plain == expected
            || (Uri.TryCreate(plain, UriKind.Absolute, out var uri) && uri.IsLoopback && uri.HostNameType != UriHostNameType.Dns
                && new UriBuilder(uri) { Port = -1 }.Uri.ToString() == new UriBuilder(expected) { Port = -1 }.Uri.ToString());
    }
}
