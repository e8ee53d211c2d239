using IdentitySource.Server.Composition.Settings;

namespace IdentitySource.Server.Composition;

/// <summary>How the server leaves: first it says so, then it answers what it has begun, then it ends.</summary>
public sealed record ShutdownLimits
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>What the background work gets after the last request: it writes down what it still holds.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long it goes on serving while <c>/health/ready</c> says no: as long as a balancer before <a href="install.md">several
    /// servers</a> takes to notice.
    /// </summary>
    public TimeSpan Grace { get; init; } = TimeSpan.Zero;

    /// <summary>After that it takes no new connections, and what has begun may go on for so long before it is cut off.</summary>
    public TimeSpan Requests { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan Whole => Grace + Requests + Farewell;

    public static ShutdownLimits Read(SettingsReader settings)
    {
        ShutdownLimits usual = new();
        return new ShutdownLimits
        {
            Grace = settings.Time(nameof(Grace), usual.Grace, TimeSpan.Zero, Longest),
            Requests = settings.Time(nameof(Requests), usual.Requests, TimeSpan.Zero, Longest),
        };
    }
}
