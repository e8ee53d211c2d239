using System.Diagnostics;

namespace IdentitySource.TestKit.Postgres;

/// <summary>
/// Ends a test cluster with its test process, however that ends: test hosts are often killed, so nothing in them can be relied upon to
/// run last. A shell in a session of its own waits for the end of a pipe that only this process writes to.
/// </summary>
internal static class ClusterGuardian
{
    private const string Script = """
        exec > /dev/null 2>&1
        cat
        pid=$(head -n 1 "$1/pg/cluster/postmaster.pid")
        kill -QUIT "$pid"
        for _ in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$pid" || break; sleep 0.2; done
        rm -rf "$1"
        """;

    private static StreamWriter? pipe;

    public static void Watch(string folder)
    {
        ProcessStartInfo start = new("setsid", ["--fork", "sh", "-c", Script, "cluster-guardian", folder])
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
        };
        using var process = Process.Start(start)!;
        pipe = process.StandardInput;
        process.WaitForExit();
    }
}
