using System.Globalization;
using IdentitySource.Load.Measure;
using IdentitySource.Load.Target;

namespace IdentitySource.Load.Pages;

/// <summary>How long the pages of the console take with as much in the database as a large deployment has. Each must stay below a limit.</summary>
internal sealed class ConsoleRun(Options options, ServerProgram program)
{
    /// <summary>Of server time, as a median.</summary>
    private const double LimitMs = 50;

    private const int Times = 25;

    private const int WarmUps = 5;

    private static readonly (string Name, string Path)[] Pages =
    [
        ("overview", ""),
        ("applications", "/applications"),
        ("applications, searched", "/applications?search=smith"),
        ("application", "/applications?search=seed-1999"),
        ("users", "/users"),
        ("users, by name", "/users?search=ada"),
        ("users, by e-mail", "/users?search=user99999"),
        ("users, by username", "/users?search=user5"),
        ("users, by telephone number", "/users?search=%2B12000"),
        ("users, by nobody's name", "/users?search=zzzz"),
        ("users, imports", "/users/import"),
        ("groups", "/groups"),
        ("a group", "/groups/seed-7"),
        ("roles", "/roles"),
        ("logs", "/logs"),
        ("logs, failures", "/logs?outcome=failed"),
        ("audit", "/audit"),
        ("security", "/security"),
        ("settings", "/settings"),
    ];

    /// <returns>False when a page is over the limit.</returns>
    public async Task<bool> RunAsync(CancellationToken cancel)
    {
        await using (await RunningServer.StartAsync(program, SetUp.Probe(program), cancel))
        {
            // The first start makes the database; its administrator comes from the environment.
        }

        var size = options.Seed;
        await program.RunAsync(
            ["seed", "--applications", Text(size / 500), "--users", Text(size), "--pools", Text(size / 500), "--events", Text(size / 5), "--not-development"], cancel);
        var (server, starts) = await SetUp.StartAsync(program, options.Runs, cancel);
        await using (server)
        {
            using ConsoleBrowser browser = new(program);
            await browser.SignInAsync(cancel);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{size} users, {size / 500} applications, {size / 500} user pools; start {Statistics.Median(starts):0.00} s\n"));
            Console.WriteLine("| page | median ms | slowest ms |\n| --- | --- | --- |");
            var good = true;
            foreach (var (name, path) in Pages.Select(page => (page.Name, "/console/default" + page.Path)).Append(("user pools", "/console/user-pools")).Append(("user pools, searched", "/console/user-pools?search=seed-1")))
            {
                good &= await MeasureAsync(browser, name, path, cancel);
            }

            return good;
        }
    }

    private static async Task<bool> MeasureAsync(ConsoleBrowser browser, string name, string path, CancellationToken cancel)
    {
        List<double> took = [];
        for (var time = 0; time < WarmUps + Times; time++)
        {
            var one = await browser.LoadAsync(path, cancel);
            if (time >= WarmUps)
            {
                took.Add(one);
            }
        }

        var median = Statistics.Median([.. took]);
        var mark = median > LimitMs ? "**" : "";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {mark}{median:0.0}{mark} | {took.Max():0.0} |"));
        return median <= LimitMs;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
