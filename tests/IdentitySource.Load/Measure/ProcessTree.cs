using System.Globalization;

namespace IdentitySource.Load.Measure;

/// <summary>
/// Processor time and memory from /proc. A process that ended leaves its time with the parent that waited for it (cutime, cstime),
/// so a sum over a tree loses nothing when a PostgreSQL backend comes and goes between two looks.
/// </summary>
internal static class ProcessTree
{
    /// <summary>USER_HZ, the unit of /proc/PID/stat: 100 on every architecture that .NET runs on.</summary>
    private const double TicksPerSecond = 100;

    /// <param name="except">A tree that is counted on its own although it hangs below this one.</param>
    public static double CpuSeconds(int root, int? except = null)
    {
        var all = Directory.EnumerateDirectories("/proc")
            .Select(Path.GetFileName)
            .Where(name => int.TryParse(name, CultureInfo.InvariantCulture, out _))
            .Select(name => Stat.Read(name!))
            .OfType<Stat>()
            .ToList();
        var children = all.ToLookup(stat => stat.Parent);
        Queue<Stat> open = new(all.Where(stat => stat.Pid == root));
        long ticks = 0;
        while (open.TryDequeue(out var next))
        {
            if (next.Pid != except)
            {
                ticks += next.Ticks;
                children[next.Pid].ToList().ForEach(open.Enqueue);
            }
        }

        return ticks / TicksPerSecond;
    }

    public static double ResidentMegabytes(int pid) => StatusMegabytes(pid, "VmRSS:");

    /// <summary>The most it ever had.</summary>
    public static double PeakMegabytes(int pid) => StatusMegabytes(pid, "VmHWM:");

    private static double StatusMegabytes(int pid, string name)
    {
        var line = File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line[name.Length..^"kB".Length], CultureInfo.InvariantCulture) * 1024 / 1e6;
    }

    private sealed record Stat(int Pid, int Parent, long Ticks)
    {
        /// <summary>Null when the process is gone by now.</summary>
        public static Stat? Read(string pid)
        {
            try
            {
                var text = File.ReadAllText($"/proc/{pid}/stat");
                // The command in brackets may hold anything, brackets too; numbers follow the last one. proc(5): utime is field 14.
                var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
                return new Stat(
                    int.Parse(pid, CultureInfo.InvariantCulture),
                    int.Parse(fields[1], CultureInfo.InvariantCulture),
                    fields[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture)));
            }
            catch (IOException)
            {
                return null;
            }
        }
    }
}
