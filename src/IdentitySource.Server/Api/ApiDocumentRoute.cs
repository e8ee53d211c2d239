using System.Text;
using IdentitySource.Server.Tenancy;

namespace IdentitySource.Server.Api;

/// <summary>Serves the document, to everybody: it tells what the source tells.</summary>
internal static class ApiDocumentRoute
{
    public const string Path = "/openapi/v1.json";

    public static void MapApiDocument(this IEndpointRouteBuilder address) => address.MapGet(Path, (HttpContext http, ApiDocument document) =>
    {
        http.Response.Headers.CacheControl = "public, max-age=600";
        return IsAtRoot(http) ? Results.Text(document.Text, "application/json", Encoding.UTF8) : Results.NotFound();
    });

    /// <summary>The API has one address: that of the deployment, not of an application or a pool.</summary>
    public static bool IsAtRoot(HttpContext http) =>
        !http.Request.PathBase.HasValue && http.Features.Get<Tenant>() is { Server.OnlyApplication: null };
}
