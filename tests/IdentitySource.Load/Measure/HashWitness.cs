using System.Runtime.InteropServices;

namespace IdentitySource.Load.Measure;

/// <summary>
/// Hashes passwords beside a run and tells what one costs meanwhile. The hash is a hundred times what remains of a sign-in when it is
/// taken off, so it must be known to a percent, and the machine's pace (its clock, its neighbours) drifts by more than that in minutes.
/// </summary>
internal sealed class HashWitness
{
    private const int ThreadCpuClock = 3;

    private readonly Thread thread;
    private readonly List<double> seen = [];
    private volatile bool enough;

    private HashWitness() => thread = new Thread(Watch) { IsBackground = true };

    public static HashWitness Start()
    {
        HashWitness witness = new();
        witness.thread.Start();
        return witness;
    }

    /// <summary>The mean, in milliseconds of processor time.</summary>
    public double Stop()
    {
        enough = true;
        thread.Join();
        return seen.Average();
    }

    private void Watch()
    {
        while (!enough || seen.Count == 0)
        {
            var before = CpuMs();
            Calibration.HashPassword();
            seen.Add(CpuMs() - before);
        }
    }

    private static double CpuMs()
    {
        _ = clock_gettime(ThreadCpuClock, out var time);
        return (time.Seconds * 1e3) + (time.Nanoseconds / 1e6);
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int clock_gettime(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Timespec
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
