namespace IdentitySource.Server.Pages;

/// <summary>How a page speaks of time.</summary>
internal static class PageTime
{
    /// <summary>Rounded up: who waits as long as we say must not come too early. Never zero.</summary>
    public static int Minutes(TimeSpan wait) => Math.Max(1, (int)Math.Ceiling(wait.TotalMinutes));
}
