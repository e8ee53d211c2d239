using Microsoft.Playwright;
using Xunit;

namespace IdentitySource.Browser.Tests.Console;

/// <summary>The standing gate for the console: each of its pages in both schemes, both widths and both languages, one half of each at a time.</summary>
public class EveryConsolePage(SamplePool pool) : IClassFixture<SamplePool>
{
    public static TheoryData<string, ColorScheme, int, string> Looks()
    {
        TheoryData<string, ColorScheme, int, string> looks = [];
        foreach (var page in ConsolePages.All.Keys)
        {
            foreach (var look in StandingGate.OppositeLooks)
            {
                looks.Add(page, look.Scheme, look.Width, look.Language);
            }
        }

        return looks;
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Is_accessible_quiet_and_fits(string name, ColorScheme scheme, int width, string language)
    {
        var sample = ConsolePages.All[name];
        Look look = new(scheme, width, language);
        var page = await pool.Console.OpenTabAsync(look);
        var gate = StandingGate.At(page);
        await pool.Console.GoAsync(page, pool.Fill(sample.Path));
        Assert.DoesNotContain("/sign-in?", page.Url, StringComparison.Ordinal);
        await (sample.Act?.Invoke(page) ?? Task.CompletedTask);

        await gate.CheckAsync("console-" + name, look);
        await page.CloseAsync();
    }
}
