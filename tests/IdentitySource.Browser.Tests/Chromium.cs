using Microsoft.Playwright;

namespace IdentitySource.Browser.Tests;

/// <summary>
/// Chromium without the window around it: in Debian's whole one that window is made of pages too, which cost more than ours. Told not to
/// look for anything outside this machine.
/// </summary>
internal static class Chromium
{
    public static Task<IBrowser> LaunchAsync(IPlaywright playwright) => playwright.Chromium.LaunchAsync(new()
    {
        ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? "/usr/bin/chromium-headless-shell",
        Headless = true,
        Args =
        [
            "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--disable-dev-shm-usage",
        ],
    });
}
