using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using IdentitySource.Server.Tests.Commands;
using Xunit;

namespace IdentitySource.Server.Tests.Deployment;

/// <summary>The program in a process of its own, whose environment holds what is given and nothing else.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const int Terminate = 15;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly StringBuilder output = new();

    private ServerProcess(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public static bool IsPublished => !string.IsNullOrEmpty(Published);

    /// <summary>The published one that the environment names, else the build that belongs to these tests.</summary>
    public static string Program { get; } = IsPublished
        ? Path.GetFullPath(Published!)
        : Path.Combine(
            Repository.Root, "artifacts/bin/IdentitySource.Server", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "IdentitySource.Server.dll");

    private static string? Published => Environment.GetEnvironmentVariable("IDENTITYSOURCE_SERVER_DLL");

    /// <summary>The program <c>dotnet</c>, which runs these tests too.</summary>
    public static string Runtime => Environment.ProcessPath!;

    public string Output
    {
        get
        {
            lock (output)
            {
                return output.ToString();
            }
        }
    }

    public bool HasEnded => process.HasExited;

    public static ServerProcess Start(IReadOnlyDictionary<string, string> environment, params IReadOnlyList<string> words) =>
        StartOther(environment, [Runtime, Program, .. words]);

    /// <summary>Something that becomes the program in the end, or runs beside it.</summary>
    public static ServerProcess StartOther(IReadOnlyDictionary<string, string> environment, IReadOnlyList<string> command) =>
        new(Process.Start(Words(environment, command))!);

    /// <summary>A command of the program, to its end.</summary>
    public static Task<Ran> RunAsync(IReadOnlyDictionary<string, string> environment, params IReadOnlyList<string> words) =>
        RunOtherAsync(environment, [Runtime, Program, .. words]);

    public static async Task<Ran> RunOtherAsync(IReadOnlyDictionary<string, string> environment, IReadOnlyList<string> command)
    {
        using var process = Process.Start(Words(environment, command))!;
        using CancellationTokenSource patience = new(Patience);
        var error = process.StandardError.ReadToEndAsync(patience.Token);
        var printed = await process.StandardOutput.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return new Ran(process.ExitCode, printed, await error);
    }

    public static int FreePort()
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    /// <summary>Waits until the server says that it is ready.</summary>
    public async Task BeReadyAsync(Uri origin)
    {
        using HttpClient client = new();
        var begun = Stopwatch.GetTimestamp();
        while (!await IsReadyAsync(client, origin))
        {
            Assert.True(!process.HasExited && Stopwatch.GetElapsedTime(begun) < Patience, $"The server did not start:\n{Output}");
            await Task.Delay(50);
        }
    }

    public void AskToStop() => _ = kill(process.Id, Terminate);

    /// <returns>The exit code; a process that does not end in time is a failure.</returns>
    public async Task<int> EndAsync(TimeSpan within)
    {
        using CancellationTokenSource patience = new(within);
        await process.WaitForExitAsync(patience.Token);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    private static async Task<bool> IsReadyAsync(HttpClient client, Uri origin)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri(origin, "/health/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static ProcessStartInfo Words(IReadOnlyDictionary<string, string> environment, IReadOnlyList<string> command)
    {
        ProcessStartInfo start = new(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetDirectoryName(Program)! };
        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private void Keep(string? line)
    {
        lock (output)
        {
            output.AppendLine(line);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int pid, int signal);
}
