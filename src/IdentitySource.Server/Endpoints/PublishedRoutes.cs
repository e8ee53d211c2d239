using IdentitySource.Server.Tenancy;

namespace IdentitySource.Server.Endpoints;

/// <summary>Discovery (OIDC Discovery §4, RFC 8414 §3) and the key set: public, cacheable, written once.</summary>
internal static class PublishedRoutes
{
    /// <summary>Shorter than the time that a key is published before it signs (OIDC Core §10.1.1).</summary>
    private const string Cacheable = "public, max-age=600";

    public static void MapPublished(this IEndpointRouteBuilder address)
    {
        address.MapGet("/oidc/.well-known/openid-configuration", (HttpContext http) => WriteAsync(http, Tenant.Of(http).Discovery))
            .RequireCors(ProtocolCors.PublicPolicy);
        address.MapGet("/oidc/.well-known/jwks.json", (HttpContext http, TimeProvider clock) => WriteAsync(http, Tenant.Of(http).Keys(clock.GetUtcNow())))
            .RequireCors(ProtocolCors.PublicPolicy);
    }

    private static Task WriteAsync(HttpContext http, PublishedDocument document)
    {
        http.Response.Headers.CacheControl = Cacheable;
        http.Response.Headers.ETag = document.ETag;
        if (http.Request.Headers.IfNoneMatch == document.ETag)
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        http.Response.ContentType = "application/json";
        http.Response.ContentLength = document.Body.Length;
        return http.Response.Body.WriteAsync(document.Body, http.RequestAborted).AsTask();
    }
}
