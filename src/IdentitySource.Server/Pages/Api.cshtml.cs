using System.Text.Json;
using System.Text.Json.Nodes;
using IdentitySource.Server.Api;
using IdentitySource.Server.Tenancy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IdentitySource.Server.Pages;

/// <summary>The reference of the management API, laid out from its document: nothing here is written twice, and nothing is a script.</summary>
public sealed class ApiModel : PageModel
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly JsonObject document;
    private readonly AddressPlan plan;

    public ApiModel(ApiDocument reference, AddressPlan plan) => (document, this.plan) = (reference.Json, plan);

    public string Origin => plan.PublicOrigin;

    public string Description => Text(document["info"]!, "description");

    public IEnumerable<ReferenceGroup> Groups =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        let tag = operation.Value!["tags"]![0]!.GetValue<string>()
        group Operation(path.Key, operation.Key, operation.Value!) by tag into tagged
        orderby tagged.Key
        select new ReferenceGroup(tagged.Key, [.. tagged]);

    public IEnumerable<ReferenceSchema> Schemas => document["components"]!["schemas"]!.AsObject().Select(schema => new ReferenceSchema(schema.Key, [.. Members(schema.Value!)]));

    public IActionResult OnGet() => ApiDocumentRoute.IsAtRoot(HttpContext) ? Page() : NotFound();

    private ReferenceOperation Operation(string path, string method, JsonNode operation)
    {
        var body = operation["requestBody"]?["content"]?["application/json"];
        return new ReferenceOperation(Text(operation, "operationId"), method.ToUpperInvariant(), path, Text(operation, "summary"), Text(operation, "description"))
        {
            Parameters = [.. (operation["parameters"]?.AsArray() ?? []).Select(each => new ReferenceLine(Text(each!, "name"), Text(each!, "in"), Text(each!, "description")))],
            Body = Named(body?["schema"]),
            Example = body?["example"]?.ToJsonString(Indented),
            Answers = [.. operation["responses"]!.AsObject().Select(answer => Answer(answer.Key, answer.Value!))],
        };
    }

    private ReferenceLine Answer(string status, JsonNode answer)
    {
        var told = answer["$ref"] is { } shared ? document["components"]!["responses"]![shared.GetValue<string>().Split('/')[^1]]! : answer;
        return new ReferenceLine(status, Named(told["content"]?.AsObject().First().Value?["schema"]), Text(told, "description"));
    }

    private static IEnumerable<ReferenceLine> Members(JsonNode schema)
    {
        if (schema["enum"] is JsonArray words)
        {
            yield return new ReferenceLine("one of", "", string.Join(", ", words.Select(word => word!.GetValue<string>())));
        }

        var required = schema["required"]?.AsArray().Select(name => name!.GetValue<string>()).ToHashSet() ?? [];
        foreach (var (name, member) in schema["properties"]?.AsObject() ?? [])
        {
            var items = member!["items"];
            var kind = Named(member) is { Length: > 0 } own ? own : Named(items);
            var type = $"{Text(member, "type")}{(items is null ? "" : " of " + Text(items, "type"))} {Text(member, "format")}";
            yield return new ReferenceLine(name, kind, $"{type.Trim()}{(required.Contains(name) ? " (always)" : "")} {Text(member, "description")}".Trim());
        }
    }

    private static string Named(JsonNode? schema) => schema?["$ref"]?.GetValue<string>().Split('/')[^1] ?? "";

    private static string Text(JsonNode node, string member) => node[member] is JsonValue value ? value.ToString() : "";
}

public sealed record ReferenceGroup(string Name, IReadOnlyList<ReferenceOperation> Operations);

public sealed record ReferenceOperation(string Id, string Method, string Path, string Summary, string Description)
{
    public required IReadOnlyList<ReferenceLine> Parameters { get; init; }

    /// <summary>The name of the schema; empty where nothing is posted.</summary>
    public required string Body { get; init; }

    public string? Example { get; init; }

    public required IReadOnlyList<ReferenceLine> Answers { get; init; }
}

public sealed record ReferenceSchema(string Name, IReadOnlyList<ReferenceLine> Members);

/// <param name="Kind">Where it stands, or the schema that tells more.</param>
public sealed record ReferenceLine(string Name, string Kind, string Text);
