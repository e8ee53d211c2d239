using System.CommandLine;

namespace IdentitySource.Server.Commands;

/// <summary>Options that mean the same everywhere.</summary>
internal static class CommonOptions
{
    public static Option<string> Pool { get; } = new("--pool")
    {
        Description = "The user pool, by its name in addresses.",
        DefaultValueFactory = _ => "default",
    };

    public static Option<bool> Json { get; } = new("--json") { Description = "Print exactly one JSON object." };

    public static bool IsJson(ParseResult parsed) => parsed.GetValue(Json);

    /// <summary>Whether it stands on the command line; a switch has a value either way.</summary>
    public static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>A list: the option may be repeated, or have several values.</summary>
    public static Option<string[]> Many(string name, string description) =>
        new(name) { Description = description, AllowMultipleArgumentsPerToken = true };

    public static Option<T> One<T>(string name, string description) => new(name) { Description = description };

    public static Option<T> Needed<T>(string name, string description) => new(name) { Description = description, Required = true };
}
