using System.Reflection;

namespace IdentitySource.Server.Composition;

/// <summary>
/// The oldest ASP.NET Core whose known holes in what faces the network are mended. An older one serves, and says so at every
/// start: the machine that builds may lag behind the one that serves.
/// </summary>
public static partial class RuntimeFloor
{
    public static readonly Version Oldest = new(10, 0, 13);

    public static Version Running { get; } = Parse(typeof(WebApplication).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);

    public static void WarnBelow(ILogger log, Version running)
    {
        if (running < Oldest)
        {
            LogOld(log, running, Oldest);
        }
    }

    /// <param name="text">As <c>10.0.13+5dd0…</c> or <c>11.0.0-preview.1</c>.</param>
    public static Version Parse(string text) => Version.Parse(text.Split('+', '-')[0]);

    [LoggerMessage(
        EventId = 30,
        Level = LogLevel.Warning,
        Message = "This runs on ASP.NET Core {Running}, which has known security holes; install {Oldest} or later and start again")]
    private static partial void LogOld(ILogger log, Version running, Version oldest);
}
