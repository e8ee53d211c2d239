namespace IdentitySource.Management.Audit;

/// <summary>What an act changed, for its audit entry: each member with its value before and after.</summary>
internal static class Changes
{
    /// <summary>In place of what must not be read, before or after.</summary>
    public const string Redacted = "***";

    /// <summary>The members that differ; one that is not there counts as null.</summary>
    public static Dictionary<string, object?> Between(IReadOnlyDictionary<string, string?> before, IReadOnlyDictionary<string, string?> after) =>
        before.Keys.Union(after.Keys).Where(name => before.GetValueOrDefault(name) != after.GetValueOrDefault(name))
            .ToDictionary(name => name, name => Of(before.GetValueOrDefault(name), after.GetValueOrDefault(name)));

    public static object? Of(string? before, string? after) => new Dictionary<string, string?> { ["before"] = before, ["after"] = after };
}
