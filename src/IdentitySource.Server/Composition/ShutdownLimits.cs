using System.Globalization;

namespace IdentitySource.Server.Composition;

/// <summary>How the server leaves: first it says so, then it answers what it has begun, then it ends.</summary>
public sealed record ShutdownLimits
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>What the background work gets after the last request: it writes down what it still holds.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(10);

    /// <summary>Not ready, and still serving: as long as those who send requests here take to notice.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.Zero;

    /// <summary>After it, for requests that have begun; what then still runs is cut off.</summary>
    public TimeSpan Requests { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan Whole => Grace + Requests + Farewell;

    public static ShutdownLimits Read(IConfigurationSection section, List<string> faults)
    {
        ShutdownLimits usual = new();
        return new ShutdownLimits { Grace = Time(section, "Grace", usual.Grace, faults), Requests = Time(section, "Requests", usual.Requests, faults) };
    }

    private static TimeSpan Time(IConfigurationSection section, string name, TimeSpan usual, List<string> faults)
    {
        var text = section[name];
        if (string.IsNullOrEmpty(text))
        {
            return usual;
        }

        // "20" would be days.
        if (text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) && time >= TimeSpan.Zero && time <= Longest)
        {
            return time;
        }

        faults.Add($"{section.Path}:{name} '{text}' is not a time of five minutes at most, like '00:00:05'.");
        return usual;
    }
}
