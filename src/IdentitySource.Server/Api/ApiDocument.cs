using System.Text.Json;
using System.Text.Json.Nodes;
using IdentitySource.Management.ApiKeys;

namespace IdentitySource.Server.Api;

/// <summary>
/// The OpenAPI 3.1 document of the management API, written from its routes: what a handler takes and answers, what its key needs. It
/// cannot say anything else than what is served.
/// </summary>
public sealed class ApiDocument(EndpointDataSource routes)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lazy<JsonObject> document = new(() => Write([.. routes.Endpoints.OfType<RouteEndpoint>().Where(route => route.Metadata.GetMetadata<ApiRoute>() is not null)]));

    public JsonObject Json => document.Value;

    internal string Text => field ??= Json.ToJsonString(Readable) + "\n";

    private static JsonObject Write(IReadOnlyList<RouteEndpoint> routes)
    {
        ApiSchemas schemas = new([.. routes.Select(route => route.Metadata.GetMetadata<ApiAccepts>()?.RequestType).OfType<Type>()]);
        JsonObject paths = [];
        foreach (var path in routes.GroupBy(route => "/" + route.RoutePattern.RawText!.Trim('/')).OrderBy(path => path.Key, StringComparer.Ordinal))
        {
            paths[path.Key] = new JsonObject(path.Select(route => ApiDocumentOperation.Write(route, schemas)).OrderBy(operation => operation.Key, StringComparer.Ordinal));
        }

        var responses = ApiDocumentOperation.Problems(schemas);
        return new JsonObject
        {
            ["openapi"] = "3.1.1",
            ["info"] = new JsonObject
            {
                ["title"] = "IdentitySource management API",
                ["version"] = "3",
                ["description"] = "Everything that the console does, for programs. A key is good for one user pool: what is in another does not exist for it. "
                    + "Names are in snake case, moments in RFC 3339, refusals are problem details (RFC 9457) with a `reason` and the `errors` of each field. What is not known is refused.",
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["security"] = new JsonArray(new JsonObject { ["api_key"] = new JsonArray() }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject
                {
                    ["api_key"] = new JsonObject
                    {
                        ["type"] = "http",
                        ["scheme"] = "bearer",
                        ["description"] = "An API key, `isk_…`, made in the console under Settings or by `api-key create`. Its scopes:\n\n"
                            + string.Join('\n', ApiScopes.All.Select(scope => $"- `{scope.Name}`: {scope.Description}")),
                    },
                },
                ["responses"] = responses,
                ["schemas"] = schemas.Components(),
            },
        };
    }
}
