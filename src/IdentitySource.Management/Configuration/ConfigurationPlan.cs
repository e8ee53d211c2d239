namespace IdentitySource.Management.Configuration;

/// <summary>What a file would change, or has changed. Empty when everything is as it says.</summary>
/// <param name="Unmentioned">What the pool has beside it, which stays: <c>application notes</c>.</param>
public sealed record ConfigurationPlan(IReadOnlyList<PlannedChange> Changes, IReadOnlyList<string> Unmentioned);

/// <param name="Act"><c>create</c> or <c>update</c>.</param>
/// <param name="Noun"><c>user_pool</c>, <c>role</c>, <c>group</c>, <c>resource</c>, <c>application</c>, <c>access</c> or <c>rule</c>.</param>
/// <param name="Name">As the file calls it.</param>
/// <param name="Differences">Of an update: each setting by its name in the file. Never a secret.</param>
public sealed record PlannedChange(string Act, string Noun, string Name, IReadOnlyDictionary<string, SettingDifference> Differences)
{
    public const string Creation = "create";
}

/// <summary>Values as the audit trail writes them.</summary>
public sealed record SettingDifference(object? Before, object? After);
