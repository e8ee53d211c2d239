using System.Text.RegularExpressions;
using IdentitySource.Browser.Tests.Gallery;
using IdentitySource.Management;
using IdentitySource.Management.Setup;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;

namespace IdentitySource.Browser.Tests.Console;

/// <summary>
/// The pages that docs/console shows, with the demonstration's data: that they can be had as shown, and their pictures. Run with
/// <c>UPDATE_DOCS=1</c> to take those in docs/console/images anew.
/// </summary>
public sealed partial class PicturesInTheDocuments(ConsoleBrowser console) : IClassFixture<ConsoleBrowser>
{
    private static readonly string Folder = Path.Combine(Screenshots.Root, "docs", "console");

    [Fact]
    public async Task Each_is_a_page_of_the_demonstration_and_each_page_is_shown()
    {
        var demo = (await console.Services.GetRequiredService<AddDemo>().RunAsync(Actor.CommandLine, console.Server.Origin, default)).Value!;
        var (application, user) = (demo.Applications[0].Id.ToString("N"), demo.Users[0].Id.ToString("N"));
        var page = await console.OpenAsync("", options: new() { Locale = "en", ColorScheme = ColorScheme.Light, ViewportSize = new() { Width = 1120, Height = 780 } });
        Dictionary<string, string> shown = new()
        {
            ["overview"] = "",
            ["applications"] = "applications",
            ["create-application"] = "applications/new",
            ["configuration"] = $"applications/{application}",
            ["quick-start"] = $"applications/{application}/quick-start",
            ["access-control"] = $"applications/{application}/access-control",
            ["token-preview"] = $"applications/{application}/preview?user={user}&scope=openid+profile+email+offline_access",
            ["try-sign-in"] = $"applications/{application}/try",
            ["users"] = "users",
            ["user"] = $"users/{user}",
            ["import"] = "users/import",
            ["logs"] = "logs",
            ["audit"] = "audit",
            ["signing-keys"] = "security",
            ["token-inspector"] = "tools/token",
            ["administrators"] = "settings",
        };

        foreach (var (name, path) in shown)
        {
            var answer = await page.GotoAsync(ConsoleBrowser.Address(path));
            Assert.Equal((200, false), (answer!.Status, page.Url.Contains("/sign-in?", StringComparison.Ordinal)));
            await page.ScreenshotAsync(new() { Path = PathOf(name) });
        }

        Assert.Equal(shown.Keys.Order(StringComparer.Ordinal), Named().Order(StringComparer.Ordinal));
    }

    /// <summary>What the pages of docs/console show.</summary>
    private static IEnumerable<string> Named() =>
        Directory.EnumerateFiles(Folder, "*.md").SelectMany(file => Picture().Matches(File.ReadAllText(file))).Select(match => match.Groups["name"].Value);

    private static string PathOf(string name) => Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1"
        ? Path.Combine(Directory.CreateDirectory(Path.Combine(Folder, "images")).FullName, name + ".png")
        : Screenshots.Path($"documents-{name}.png");

    [GeneratedRegex(@"!\[[^\]]+\]\(images/(?<name>[a-z-]+)\.png\)")]
    private static partial Regex Picture();
}
