using System.Diagnostics;

namespace IdentitySource.Storage.Tests.PrivateCluster;

/// <summary>A running <see cref="ClusterHost"/>, in a process group of its own like a command in a terminal.</summary>
internal sealed class HostProcess : IDisposable
{
    private readonly Process process;

    private HostProcess(Process process) => this.process = process;

    public static HostProcess Start(string argument, string? user = null, string? programs = null, (string Name, string Value)? variable = null)
    {
        var assembly = Path.Combine(programs ?? AppContext.BaseDirectory, Path.GetFileName(typeof(ClusterHost).Assembly.Location));
        // A test run in the background of a shell ignores SIGINT, and so would this child.
        ProcessStartInfo start = new("env", ["--default-signal=INT", "setsid", "--fork", "--wait", Environment.ProcessPath!, assembly, argument])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
        };
        start.Environment["DOTNET_ROLL_FORWARD"] = "Major";
        if (variable is var (name, value))
        {
            start.Environment[name] = value;
        }

        if (user is not null)
        {
            start.UserName = user;
        }

        return new HostProcess(Process.Start(start)!);
    }

    public Task<string?> ReadLineAsync() => process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));

    /// <summary>Ctrl+C goes to every process of the terminal's foreground group.</summary>
    public void Interrupt() => Shell.Run("kill", "-INT", "--", $"-{Group()}");

    public void Kill()
    {
        Shell.Run("kill", "-KILL", "--", $"-{Group()}");
        process.WaitForExit();
    }

    public void Dispose()
    {
        if (!process.WaitForExit(TimeSpan.FromSeconds(1)))
        {
            Kill();
        }

        process.Dispose();
    }

    /// <summary>The child of setsid leads the new group.</summary>
    private int Group() => Shell.Children(process.Id).Single();
}
