using IdentitySource.Server.Endpoints;

namespace IdentitySource.Server.Tenancy;

/// <summary>
/// Host and path become the authorization server, once for each request, from a snapshot in memory. The address then leaves the
/// path (it becomes the path base), so every route is written once. A Host header is only ever compared, never believed.
/// </summary>
public sealed class TenancyMiddleware(RequestDelegate next, AddressPlan plan, TenantBook tenants)
{
    private const string MetadataPrefix = "/.well-known/oauth-authorization-server";

    private const string MetadataPath = "/oidc/.well-known/openid-configuration";

    /// <summary>Answers of the host itself, which must not wait for a database.</summary>
    private static readonly string[] OfTheHost = ["/health", "/assets"];

    public async Task InvokeAsync(HttpContext http)
    {
        var path = http.Request.Path;
        if (Array.Exists(OfTheHost, own => path.StartsWithSegments(own, StringComparison.Ordinal)))
        {
            await next(http);
            return;
        }

        if (!plan.Knows(http.Request.Host, out var label))
        {
            Refuse(http, StatusCodes.Status421MisdirectedRequest);
            return;
        }

        var location = Locate(path.Value ?? "/", label);
        var tenant = location is null ? null : await tenants.FindAsync(location, http.RequestAborted);
        if (tenant is null)
        {
            Refuse(http, StatusCodes.Status404NotFound);
            return;
        }

        await (location!.Rest.StartsWith(OAuthPaths.Prefix, StringComparison.Ordinal)
            ? GoOnAtOAuthAsync(http, tenant.OAuth, OAuthPaths.Route(location))
            : GoOnAsync(http, tenant, location));
    }

    private Task GoOnAtOAuthAsync(HttpContext http, Tenant? provider, RequestLocation? location)
    {
        if (provider is not null && location is not null)
        {
            return GoOnAsync(http, provider, location);
        }

        Refuse(http, StatusCodes.Status404NotFound);
        return provider is null
            ? ProtocolAnswers.WriteErrorAsync(http, "invalid_request", "The OAuth 2.0 provider of this application is switched off.")
            : Task.CompletedTask;
    }

    private Task GoOnAsync(HttpContext http, Tenant tenant, RequestLocation location)
    {
        // What ends TLS before us speaks plain http to us: whether cookies are secure follows from the public origin too.
        http.Request.Scheme = plan.Scheme;
        http.Features.Set(tenant);
        http.Request.PathBase = location.Base;
        http.Request.Path = location.Rest;
        return next(http);
    }

    /// <summary>A bare status; a browser gets the page for it. It is not cached: the application may exist a moment later.</summary>
    private static void Refuse(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        http.Response.Headers.CacheControl = "no-store";
    }

    /// <summary>RFC 8414 §3.1 puts the well-known part before the issuer's path; everything else follows the address.</summary>
    private RequestLocation? Locate(string path, string? label)
    {
        var metadata = path.StartsWith(MetadataPrefix + "/", StringComparison.Ordinal);
        var addressed = metadata ? path[MetadataPrefix.Length..] : path;
        var location = label is null ? RequestLocation.OfPath(addressed, AddressPlan.DefaultPool, plan.Mode) : RequestLocation.OfLabel(label, addressed);
        return !metadata ? location : location is { Rest: "/oidc" } ? location with { Rest = MetadataPath } : null;
    }
}
