using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace IdentitySource.Management.Configuration;

/// <summary>A <see cref="PoolConfiguration"/> as text: JSON with names in snake case, or the same as YAML.</summary>
public static class ConfigurationFile
{
    /// <summary>Characters; a pool with thousands of applications has less.</summary>
    public const int Longest = 20_000_000;

    private const int Deepest = 16;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = Deepest };

    private static readonly JsonSerializerOptions Shape = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        // A misspelt setting that is passed over in silence would be a wrong configuration.
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        MaxDepth = Deepest,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    public static string ToJson(PoolConfiguration configuration) => JsonSerializer.Serialize(configuration, Shape);

    public static string ToYaml(PoolConfiguration configuration) => Yaml.Write(JsonSerializer.SerializeToNode(configuration, Shape)!);

    /// <summary>Reads either: what begins with a brace is JSON.</summary>
    public static Outcome<PoolConfiguration> Read(string text)
    {
        if (text.Length > Longest)
        {
            return Malformed("It is too long.");
        }

        try
        {
            var isJson = text.AsSpan().TrimStart().StartsWith("{");
            var root = isJson ? JsonNode.Parse(text, documentOptions: Strict)! : Yaml.Read(text, Deepest);
            CheckItems(root);
            return (isJson ? JsonSerializer.Deserialize<PoolConfiguration>(text, Shape) : root.Deserialize<PoolConfiguration>(Shape))!;
        }
        catch (JsonException wrong)
        {
            return Malformed(wrong.Message);
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or ArgumentException)
        {
            // Half of a surrogate pair: JSON lets it be written, and no text holds it.
            return Malformed("A text in it is no Unicode.");
        }
    }

    /// <summary>The serializer takes a null in a list, whatever the type of the items says; and no text of the database holds a NUL.</summary>
    private static void CheckItems(JsonNode node)
    {
        if ((node is JsonValue value && value.TryGetValue(out string? text) && HasNul(text)) || (node is JsonObject named && named.Any(member => HasNul(member.Key))))
        {
            throw new JsonException("There is a NUL in a text of it.");
        }

        foreach (var child in node is JsonArray list ? list : node is JsonObject members ? members.Select(member => member.Value) : [])
        {
            if (child is null && node is JsonArray)
            {
                throw new JsonException($"There is a null in the list at {node.GetPath()}.");
            }

            if (child is not null)
            {
                CheckItems(child);
            }
        }
    }

    private static bool HasNul(string text) => text.Contains('\0', StringComparison.Ordinal);

    private static Fault Malformed(string why) => new("configuration", "configuration_malformed", $"The file is not understood. {why}") { Values = [why] };
}
