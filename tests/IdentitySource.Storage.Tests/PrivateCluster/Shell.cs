using System.Diagnostics;

namespace IdentitySource.Storage.Tests.PrivateCluster;

/// <summary>The few things of the operating system that .NET has no call for.</summary>
internal static class Shell
{
    public static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Trim();
    }

    public static int[] Children(int pid) =>
        [.. File.ReadAllText($"/proc/{pid}/task/{pid}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];

    /// <summary>A line of /proc/pid/status: "Uid", "Groups".</summary>
    public static string[] Status(int pid, string line) =>
        File.ReadLines($"/proc/{pid}/status").First(text => text.StartsWith(line + ":", StringComparison.Ordinal))
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1..];

    public static bool IsRunning(int pid) => File.Exists($"/proc/{pid}/stat") && !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ");

    public static async Task<bool> UntilAsync(Func<bool> condition)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            if (condition())
            {
                return true;
            }

            await Task.Delay(100);
        }

        return false;
    }
}
