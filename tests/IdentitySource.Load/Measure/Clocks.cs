namespace IdentitySource.Load.Measure;

/// <summary>Processor seconds of the server and of its database.</summary>
internal readonly record struct Clocks(double Server, double Database)
{
    public static Clocks Read(int server, int? postmaster) =>
        new(ProcessTree.CpuSeconds(server, except: postmaster), postmaster is { } pid ? ProcessTree.CpuSeconds(pid) : 0);

    public static Clocks operator -(Clocks later, Clocks earlier) => new(later.Server - earlier.Server, later.Database - earlier.Database);

    public static Clocks operator *(Clocks clocks, double factor) => new(clocks.Server * factor, clocks.Database * factor);
}
