using System.Text.Json;

namespace IdentitySource.Server.Api;

/// <summary>What JSON may say, and no setting of ours can hold.</summary>
internal static class UnfitJson
{
    /// <summary>No text of the database holds it.</summary>
    public static bool HasNul(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString()!.Contains('\0', StringComparison.Ordinal),
        JsonValueKind.Array => json.EnumerateArray().Any(HasNul),
        JsonValueKind.Object => json.EnumerateObject().Any(member => member.Name.Contains('\0', StringComparison.Ordinal) || HasNul(member.Value)),
        _ => false,
    };
}
