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
            return text.AsSpan().TrimStart().StartsWith("{")
                ? JsonSerializer.Deserialize<PoolConfiguration>(text, Shape)!
                : Yaml.Read(text, Deepest).Deserialize<PoolConfiguration>(Shape)!;
        }
        catch (JsonException wrong)
        {
            return Malformed(wrong.Message);
        }
    }

    private static Fault Malformed(string why) => new("configuration", "configuration_malformed", $"The file is not understood. {why}");
}
