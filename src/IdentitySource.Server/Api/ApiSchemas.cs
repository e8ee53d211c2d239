using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using IdentitySource.Management.Configuration;

namespace IdentitySource.Server.Api;

/// <summary>
/// JSON Schema 2020-12 of the bodies, from the same generated code that reads and writes them. Each record and each list of words is
/// written once and referred to.
/// </summary>
/// <param name="posted">Those that refuse what they do not know; a client must expect more in an answer than today.</param>
internal sealed class ApiSchemas(IReadOnlyCollection<Type> posted)
{
    private const string Place = "#/components/schemas/";

    private readonly SortedDictionary<string, JsonNode> written = new(StringComparer.Ordinal);

    public JsonObject Reference(Type type)
    {
        var name = Name(type);
        if (!written.ContainsKey(name))
        {
            // Before it is looked into: a type may hold itself.
            written[name] = new JsonObject();
            written[name] = Write(type);
        }

        return new JsonObject { ["$ref"] = Place + name };
    }

    public JsonObject Components() => new(written.Select(schema => KeyValuePair.Create<string, JsonNode?>(schema.Key, schema.Value.DeepClone())));

    private JsonNode Write(Type type)
    {
        JsonSchemaExporterOptions options = new()
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, schema) => context.Path.Length == 0 ? schema : Inner(context.TypeInfo.Type, schema),
        };
        var schema = ApiJson.Default.Options.GetJsonSchemaAsNode(type, options);
        Tidy(schema, schema, posted.Contains(type));
        Describe(Name(type), schema);
        return schema;
    }

    private JsonNode Inner(Type type, JsonNode schema)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain == typeof(JsonElement) ? new JsonObject { ["type"] = "object" }
            : plain == typeof(JsonNode) ? new JsonObject()
            : plain.IsEnum || plain.Namespace == typeof(ApiSchemas).Namespace || plain.Namespace == typeof(PoolConfiguration).Namespace ? Reference(plain)
            : schema;
    }

    /// <summary>
    /// Null is nowhere: an answer leaves out what is not there, and a request may too. The exporter refers to what it has written
    /// before by the place of it, which is another one here.
    /// </summary>
    private static void Tidy(JsonNode? node, JsonNode root, bool isPosted)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array)
            {
                Tidy(item, root, isPosted);
            }
        }

        if (node is not JsonObject schema)
        {
            return;
        }

        Plain(schema);
        if (schema["$ref"]?.GetValue<string>() is { } pointer && !pointer.StartsWith(Place, StringComparison.Ordinal))
        {
            Inline(schema, pointer, root);
        }

        // That of a dictionary says what its values are.
        if (!isPosted && schema["additionalProperties"] is JsonValue)
        {
            schema.Remove("additionalProperties");
        }

        foreach (var (_, value) in schema.ToList())
        {
            Tidy(value, root, isPosted);
        }
    }

    /// <summary>One type and no null; an enumeration says that it is of texts.</summary>
    private static void Plain(JsonObject schema)
    {
        if (schema["type"] is JsonArray types)
        {
            schema["type"] = types.Select(type => type!.GetValue<string>()).Single(type => type != "null");
        }

        if (schema["enum"] is JsonArray words)
        {
            _ = schema.TryAdd("type", "string");
            schema["enum"] = new JsonArray([.. words.Where(word => word is not null).Select(word => word!.DeepClone())]);
        }
    }

    private static void Describe(string name, JsonNode schema)
    {
        foreach (var (member, told) in schema["properties"]?.AsObject().ToList() ?? [])
        {
            if (ApiMembers.Of(name, member) is { } text)
            {
                told!["description"] = text;
            }
        }
    }

    private static void Inline(JsonObject schema, string pointer, JsonNode root)
    {
        var target = pointer.Split('/').Skip(1).Aggregate((JsonNode?)root, (at, step) => at?[step]);
        schema.Remove("$ref");
        foreach (var (name, value) in target!.AsObject())
        {
            schema[name] = value?.DeepClone();
        }
    }

    /// <summary><c>ApplicationBody</c> is Application, <c>ApiPage&lt;UserItem&gt;</c> is UserItemPage.</summary>
    private static string Name(Type type)
    {
        var name = type.IsGenericType ? type.GetGenericArguments()[0].Name + "Page" : type.Name;
        return name.EndsWith("Body", StringComparison.Ordinal) ? name[..^"Body".Length] : name.Replace("BodyPage", "Page", StringComparison.Ordinal);
    }
}
