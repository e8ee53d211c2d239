using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace IdentitySource.Server.Tests.Deployment;

/// <summary><c>docker-compose.yml</c> as an engine reads it: anchors merged, variables as they are written.</summary>
internal static partial class ComposeFile
{
    public static string Text { get; } = Repository.Text("docker-compose.yml");

    public static JsonObject Whole { get; } = Read();

    public static IReadOnlyList<ComposeService> Services { get; } =
        [.. Whole["services"]!.AsObject().Select(service => new ComposeService(service.Key, service.Value!.AsObject()))];

    public static ComposeService Service(string name) => Services.Single(service => service.Name == name);

    /// <summary>Variables with their defaults; null for one that has none.</summary>
    public static IEnumerable<(string Name, string? Default)> Variables() =>
        Variable().Matches(Text).Select(match => (match.Groups["name"].Value, match.Groups["default"] is { Success: true } known ? known.Value : null));

    /// <summary>What an engine makes of a value: variables replaced, a doubled dollar sign single.</summary>
    public static string Resolve(string text, IReadOnlyDictionary<string, string> variables) => Variable()
        .Replace(text, match => variables.TryGetValue(match.Groups["name"].Value, out var given) ? given : match.Groups["default"].Value)
        .Replace("$$", "$", StringComparison.Ordinal);

    private static JsonObject Read()
    {
        var yaml = new DeserializerBuilder().Build().Deserialize<object>(new MergingParser(new Parser(new StringReader(Text))));
        return Node(yaml)!.AsObject();
    }

    private static JsonNode? Node(object? yaml) => yaml switch
    {
        null => null,
        IDictionary<object, object> map => new JsonObject(map.Select(each => KeyValuePair.Create((string)each.Key, Node(each.Value)))),
        IEnumerable<object> list => new JsonArray([.. list.Select(Node)]),
        _ => JsonValue.Create((string)yaml),
    };

    [GeneratedRegex(@"(?<!\$)\$\{(?<name>\w+)(:-(?<default>[^}]*))?\}")]
    private static partial Regex Variable();
}

internal sealed record ComposeService(string Name, JsonObject Node)
{
    public IReadOnlyList<string> Profiles => Words("profiles");

    public string? Image => Node["image"]?.GetValue<string>();

    public bool IsOurs => Node["build"] is not null;

    /// <summary>It ends by itself, and others wait for that.</summary>
    public bool IsOnce => Node["restart"]?.GetValue<string>() == "no";

    public IReadOnlyDictionary<string, string> Environment =>
        Node["environment"]?.AsObject().ToDictionary(each => each.Key, each => each.Value?.GetValue<string>() ?? "") ?? [];

    /// <summary>Names of the secrets, with the names of their files in the container.</summary>
    public IReadOnlyDictionary<string, string> Secrets => (Node["secrets"]?.AsArray() ?? []).ToDictionary(
        each => each is JsonObject named ? named["source"]!.GetValue<string>() : each!.GetValue<string>(),
        each => each is JsonObject named ? named["target"]!.GetValue<string>() : each!.GetValue<string>());

    /// <summary>Services that it waits for, with what it waits for.</summary>
    public IReadOnlyDictionary<string, string> Awaited =>
        Node["depends_on"]?.AsObject().ToDictionary(each => each.Key, each => each.Value!["condition"]!.GetValue<string>()) ?? [];

    public IReadOnlyList<string> Words(string name) => [.. (Node[name]?.AsArray() ?? []).Select(each => each!.GetValue<string>())];

    public override string ToString() => Name;
}
