using System.Text.Json;

namespace IdentitySource.Server.Pages.Console.Logs;

/// <summary>A line of an event's detail. Whoever wrote it has redacted it; here it is only laid out.</summary>
/// <param name="Before">What it was, where the event tells of a change.</param>
public sealed record EventFact(string Name, string Value, string? Before = null)
{
    private static readonly IReadOnlyList<string> Shown = ["evidence"];

    public static IReadOnlyList<EventFact> Of(string? detail)
    {
        if (detail is null)
        {
            return [];
        }

        using var json = JsonDocument.Parse(detail);
        return json.RootElement.ValueKind == JsonValueKind.Object ? [.. json.RootElement.EnumerateObject().SelectMany(Facts)] : [];
    }

    private static IEnumerable<EventFact> Facts(JsonProperty member)
    {
        // The evidence of a refusal is a list, because two lines of it may have one name.
        if (Shown.Contains(member.Name) && member.Value.ValueKind == JsonValueKind.Array)
        {
            return member.Value.EnumerateArray().Select(line => new EventFact(Text(line.GetProperty("name")), Text(line.GetProperty("value"))));
        }

        return member.Value.ValueKind == JsonValueKind.Object && member.Value.TryGetProperty("after", out var after) && member.Value.TryGetProperty("before", out var before)
            ? [new EventFact(member.Name, Text(after), Text(before))]
            : [new EventFact(member.Name, Text(member.Value))];
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null => "–",
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Text)),
        _ => value.GetRawText(),
    };
}
