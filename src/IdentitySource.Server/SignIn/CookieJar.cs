using IdentitySource.Server.Tenancy;
using IdentitySource.Storage.Stores;

namespace IdentitySource.Server.SignIn;

/// <summary>
/// The cookies of signing in. Under https they carry a prefix that browsers enforce (RFC 6265bis §4.1.3), so that neither a subdomain
/// nor plain http can toss one in. Each opaque: nothing is read from a cookie but a handle, or what we sealed ourselves. Language and
/// theme are not among them.
/// </summary>
public sealed class CookieJar(AddressPlan plan)
{
    private const string HostPrefix = "__Host-";

    private const string SecurePrefix = "__Secure-";

    private const string SessionName = "session-";

    private const string TryName = "try-";

    /// <summary>More cookies than that a browser hardly keeps, and nobody needs to be asked for.</summary>
    private const int MostScopes = 20;

    /// <summary>The session must reach the other applications' subdomains (single sign-on); a flow stays at its own host.</summary>
    private bool IsShared => plan.CookieDomain is not null;

    public string Session(SessionScope scope) => Prefix(IsShared) + SessionName + scope.Id.ToString("N");

    /// <summary>Other sessions of this browser, for the account chooser.</summary>
    public string Accounts(SessionScope scope) => Prefix(IsShared) + "accounts-" + scope.Id.ToString("N");

    /// <summary>Every scope of the pool that this browser brings a session for, as far as their names can tell.</summary>
    public IReadOnlyList<SessionScope> Scopes(HttpRequest request, Guid poolId)
    {
        var prefix = Prefix(IsShared) + SessionName;
        return
        [
            .. request.Cookies.Keys
                .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
                .Select(name => Guid.TryParseExact(name.AsSpan(prefix.Length), "N", out var id) ? id : Guid.Empty)
                .Where(id => id != Guid.Empty)
                .Select(id => new SessionScope(poolId, id == poolId ? null : id))
                .Take(MostScopes),
        ];
    }

    /// <summary>Ties an interaction to the browser that started it.</summary>
    public string Browser => Prefix(shared: false) + "browser";

    /// <summary>Half of the antiforgery token. With a prefix like the others: a form's token is worth nothing if a neighbour can plant both halves.</summary>
    public string Forms => Prefix(shared: false) + "forms";

    /// <summary>A browser that somebody signed in from before: it keeps its own budget of tries.</summary>
    public string Device(Guid poolId) => Prefix(shared: false) + "device-" + poolId.ToString("N");

    /// <summary>A visitor of the demo application: a planted one would let its planter read the tokens.</summary>
    public string Demo => Prefix(shared: false) + "demo";

    /// <summary>The console's own session, which no application's address ever sees.</summary>
    public string Console => Prefix(shared: false) + "console";

    /// <summary>A sign-in of the application that an administrator tries in the console: sealed, for some minutes.</summary>
    public string Try(Guid applicationId) => Prefix(shared: false) + TryName + applicationId.ToString("N");

    /// <summary>The value, or null; two cookies of one name are nobody's, for one of them was tossed in.</summary>
    public static string? Read(HttpRequest request, string name)
    {
        string? found = null;
        foreach (var header in request.Headers.Cookie)
        {
            foreach (var part in (header ?? "").Split(';', StringSplitOptions.TrimEntries))
            {
                if (part.StartsWith(name, StringComparison.Ordinal) && part.Length > name.Length && part[name.Length] == '=')
                {
                    if (found is not null)
                    {
                        return null;
                    }

                    found = part[(name.Length + 1)..];
                }
            }
        }

        return found;
    }

    public void Write(HttpResponse response, string name, string value, DateTimeOffset? expires) => response.Cookies.Append(name, value, Options(name, expires));

    public void Delete(HttpResponse response, string name) => response.Cookies.Append(name, "", Options(name, DateTimeOffset.UnixEpoch));

    private CookieOptions Options(string name, DateTimeOffset? expires) => new()
    {
        HttpOnly = true,
        Secure = plan.IsHttps,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        IsEssential = true,
        Expires = expires,
        Domain = name.StartsWith(HostPrefix, StringComparison.Ordinal) || !IsShared || name == Browser || name == Demo || name == Console || name.StartsWith(Prefix(shared: false) + TryName, StringComparison.Ordinal) ? null : plan.CookieDomain,
    };

    private string Prefix(bool shared) => !plan.IsHttps ? "is-" : shared ? SecurePrefix + "is-" : HostPrefix + "is-";
}
