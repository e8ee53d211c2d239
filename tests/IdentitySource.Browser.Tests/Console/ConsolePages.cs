using Microsoft.Playwright;

namespace IdentitySource.Browser.Tests.Console;

/// <summary>
/// Every page of the console that <see cref="EveryConsolePage"/> looks at, by the name of its screenshots: a path below the default
/// pool, and what is done there before it is looked at.
/// </summary>
internal static class ConsolePages
{
    public static IReadOnlyDictionary<string, SamplePage> All { get; } = new Dictionary<string, SamplePage>
    {
        ["overview"] = new(""),
        ["logs"] = new("logs"),
        ["logs-filtered-to-nothing"] = new("logs?find=nothing_at_all"),
        ["event"] = new("logs/{event}"),
        ["audit"] = new("audit"),
        ["act"] = new("logs/{act}"),
        ["confirm"] = new("/console/confirm"),
    };
}

/// <param name="Path">As for <see cref="ConsoleBrowser.OpenAsync"/>. <c>{application}</c> stands for the id of the application that <see cref="SamplePool"/> has.</param>
/// <param name="Act">Leads to a state that no address has: a form that was refused, a dialog.</param>
internal sealed record SamplePage(string Path, Func<IPage, Task>? Act = null);
