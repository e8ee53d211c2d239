using System.Text.Json;
using IdentitySource.Load.Http;

namespace IdentitySource.Load.Flow;

/// <summary>Members of an answer that must be there, and be what they should.</summary>
internal static class JsonMembers
{
    public static string Text(this JsonElement json, string name) =>
        json.OptionalText(name) ?? throw new WrongAnswer($"no text '{name}' in {Beginning(json.GetRawText())}");

    public static string? OptionalText(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static void MustBe(this JsonElement json, string name, string expected)
    {
        if (json.Text(name) is var found && found != expected)
        {
            throw new WrongAnswer($"'{name}' is '{found}', not '{expected}'");
        }
    }

    private static string Beginning(string text) => text.Length <= 200 ? text : text[..200] + "…";
}
