using System.Text.Json;
using IdentitySource.Management.Configuration;

namespace IdentitySource.Server.Commands;

/// <summary>A plan as lines for a person: <c>+</c> is made, <c>~</c> is changed.</summary>
internal static class ConfigurationWords
{
    public static IEnumerable<string> Lines(ConfigurationPlan plan) => plan.Changes.SelectMany(Lines);

    private static IEnumerable<string> Lines(PlannedChange change)
    {
        yield return $"{(change.Act == "create" ? '+' : '~')} {change.Noun} {change.Name}";
        foreach (var (setting, difference) in change.Differences)
        {
            yield return $"    {setting}: {JsonSerializer.Serialize(difference.Before)} -> {JsonSerializer.Serialize(difference.After)}";
        }
    }
}
