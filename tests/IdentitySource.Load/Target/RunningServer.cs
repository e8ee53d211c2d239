using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using IdentitySource.Load.Http;

namespace IdentitySource.Load.Target;

/// <summary>A server that answers, and the time it took to get there.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private const int Terminate = 15;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;

    private RunningServer(Process process, TimeSpan startedIn)
    {
        this.process = process;
        StartedIn = startedIn;
    }

    public int Pid => process.Id;

    public TimeSpan StartedIn { get; }

    /// <param name="probe">The address whose first 200 counts as started.</param>
    public static async Task<RunningServer> StartAsync(ServerProgram program, Uri probe, CancellationToken cancel)
    {
        var begin = Stopwatch.GetTimestamp();
        var process = program.Serve();
        while (!await AnswersAsync(probe, cancel))
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(begin) > Patience)
            {
                await StopAsync(process);
                throw new SetUpException($"The server did not start:\n{await File.ReadAllTextAsync(program.Log, cancel)}");
            }

            await Task.Delay(3, cancel);
        }

        return new RunningServer(process, Stopwatch.GetElapsedTime(begin));
    }

    public async ValueTask DisposeAsync() => await StopAsync(process);

    private static async Task<bool> AnswersAsync(Uri probe, CancellationToken cancel)
    {
        using HttpConnection connection = new(new IPEndPoint(IPAddress.Loopback, probe.Port));
        try
        {
            return (await connection.SendAsync(Request.Get(probe), cancel)).Status == 200;
        }
        catch (Exception notYet) when (notYet is SocketException or IOException)
        {
            return false;
        }
    }

    /// <summary>As an operator stops it: it writes what it still holds and stops its private database. Killed only when it does not end by itself.</summary>
    private static async Task StopAsync(Process process)
    {
        using (process)
        {
            if (process.HasExited)
            {
                return;
            }

            _ = kill(process.Id, Terminate);
            using CancellationTokenSource patience = new(Patience);
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int pid, int signal);
}
