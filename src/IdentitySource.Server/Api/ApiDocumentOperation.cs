using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.WebUtilities;

namespace IdentitySource.Server.Api;

/// <summary>One route as OpenAPI describes an operation.</summary>
internal static class ApiDocumentOperation
{
    /// <summary>What is told of each refusal, wherever it may come.</summary>
    private static readonly Dictionary<int, string> Refusals = new()
    {
        [400] = "The request cannot be understood: an unknown or malformed member or parameter.",
        [401] = "There is no key, or none that is good.",
        [403] = "The key does not have the scope.",
        [404] = "The user pool has nothing of that name.",
        [409] = "What is there already stands in the way, or somebody else was quicker.",
        [412] = "`If-Match` names another version than the present one.",
        [413] = "The body is too large.",
        [415] = "The body is of another media type.",
        [422] = "A value breaks a rule; `errors` says which. Or an idempotency key was used for another request.",
        [429] = "Too many requests; `Retry-After` says when to come again.",
    };

    public static KeyValuePair<string, JsonNode?> Write(RouteEndpoint route, ApiSchemas schemas)
    {
        var method = route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Single();
        var operation = route.Metadata.GetMetadata<ApiOperation>()!;
        JsonObject written = new()
        {
            ["operationId"] = operation.Id,
            ["summary"] = operation.Summary,
            ["description"] = $"{operation.Description} Needs the scope `{operation.Scope}`.".Trim(),
            ["tags"] = new JsonArray(Tag(route)),
            ["security"] = new JsonArray(new JsonObject { ["api_key"] = new JsonArray(operation.Scope) }),
        };
        var parameters = Parameters(route, method);
        if (parameters.Count > 0)
        {
            written["parameters"] = parameters;
        }

        if (route.Metadata.GetMetadata<ApiAccepts>()?.RequestType is { } body)
        {
            written["requestBody"] = new JsonObject
            {
                ["required"] = true,
                ["content"] = Content(body, schemas, JsonNode.Parse(ApiExamples.Of(body))),
            };
        }

        written["responses"] = Responses(route, method, schemas);
        return new(method.ToLowerInvariant(), written);
    }

    /// <summary>For <c>components/responses</c>: each refusal once.</summary>
    public static JsonObject Problems(ApiSchemas schemas) => new(Refusals.Select(refusal => KeyValuePair.Create<string, JsonNode?>(Name(refusal.Key), new JsonObject
    {
        ["description"] = refusal.Value,
        ["content"] = new JsonObject { [ApiProblem.ContentType] = new JsonObject { ["schema"] = schemas.Reference(typeof(ProblemBody)) } },
    })));

    private static string Name(int status) => ReasonPhrases.GetReasonPhrase(status).Replace(" ", "", StringComparison.Ordinal);

    /// <summary>The noun after the version.</summary>
    private static string Tag(RouteEndpoint route) => route.RoutePattern.RawText!.Trim('/').Split('/')[2];

    private static JsonArray Parameters(RouteEndpoint route, string method)
    {
        JsonArray parameters = [];
        foreach (var parameter in route.RoutePattern.Parameters)
        {
            parameters.Add(Parameter("path", parameter.Name, ApiMembers.OfPath(parameter.Name), new JsonObject { ["type"] = "string" }, required: true));
        }

        foreach (var name in route.Metadata.GetMetadata<ApiQueryNames>()?.Names ?? [])
        {
            parameters.Add(Parameter("query", name, ApiQuery.All[name].Description, Schema(ApiQuery.All[name].Kind)));
        }

        if (route.Metadata.GetMetadata<ApiVersioned>() is not null)
        {
            parameters.Add(Parameter("header", "If-Match", "The `ETag` that was read: with another version by now the request is refused.", new JsonObject { ["type"] = "string" }));
        }

        if (method == HttpMethods.Post)
        {
            parameters.Add(Parameter(
                "header", "Idempotency-Key", "What the client calls this request. The same again within a day gets the same answer and does nothing.", new JsonObject { ["type"] = "string", ["maxLength"] = 255 }));
        }

        return parameters;
    }

    private static JsonObject Parameter(string place, string name, string? description, JsonObject schema, bool required = false)
    {
        JsonObject parameter = new() { ["name"] = name, ["in"] = place };
        if (description is not null)
        {
            parameter["description"] = description;
        }

        if (required)
        {
            parameter["required"] = true;
        }

        parameter["schema"] = schema;
        return parameter;
    }

    private static JsonObject Schema(ApiQueryKind kind) => kind switch
    {
        ApiQueryKind.Limit => new JsonObject { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = ApiQuery.Most, ["default"] = ApiQuery.Usual },
        ApiQueryKind.Flag => new JsonObject { ["type"] = "boolean" },
        ApiQueryKind.Format => new JsonObject { ["type"] = "string", ["enum"] = new JsonArray("json", "yaml"), ["default"] = "json" },
        ApiQueryKind.Moment => new JsonObject { ["type"] = "string", ["format"] = "date-time" },
        _ => new JsonObject { ["type"] = "string" },
    };

    private static JsonObject Responses(RouteEndpoint route, string method, ApiSchemas schemas)
    {
        var body = route.Metadata.GetMetadata<ApiSuccess>()?.Body;
        var makes = route.Metadata.GetMetadata<ApiMakes>() is not null;
        var status = body is null ? 204 : makes ? 201 : 200;
        JsonObject success = new() { ["description"] = body is null ? "It is done." : makes ? "It is made." : "The answer." };
        if (body is not null)
        {
            success["headers"] = Headers(body, makes);
            success["content"] = Content(body, schemas, example: null);
        }

        JsonObject responses = new() { [status.ToString(CultureInfo.InvariantCulture)] = success };
        foreach (var refusal in Refused(route, method))
        {
            responses[refusal.ToString(CultureInfo.InvariantCulture)] = new JsonObject { ["$ref"] = "#/components/responses/" + Name(refusal) };
        }

        return responses;
    }

    private static JsonObject Content(Type body, ApiSchemas schemas, JsonNode? example) => new(ApiMedia.TypesOf(body).Select(type =>
    {
        JsonObject content = new() { ["schema"] = schemas.Reference(body) };
        if (example is not null && type == ApiMedia.Json)
        {
            content["example"] = example;
        }

        return KeyValuePair.Create<string, JsonNode?>(type, content);
    }));

    private static JsonObject Headers(Type body, bool makes)
    {
        JsonObject headers = [];
        if (makes)
        {
            headers["Location"] = new JsonObject { ["description"] = "Where it is found.", ["schema"] = new JsonObject { ["type"] = "string" } };
        }

        if (body.IsAssignableTo(typeof(IVersioned)))
        {
            headers["ETag"] = new JsonObject { ["description"] = "Its version, for `If-Match`.", ["schema"] = new JsonObject { ["type"] = "string" } };
        }

        return headers;
    }

    private static IEnumerable<int> Refused(RouteEndpoint route, string method)
    {
        var (hasBody, isRead) = (route.Metadata.GetMetadata<ApiAccepts>() is not null, method == HttpMethods.Get);
        return Refusals.Keys.Where(status => status switch
        {
            404 => route.RoutePattern.Parameters.Count > 0 || isRead,
            409 => !isRead,
            412 => route.Metadata.GetMetadata<ApiVersioned>() is not null,
            413 => !isRead,
            415 => hasBody,
            422 => hasBody || method == HttpMethods.Post,
            _ => true,
        });
    }
}
