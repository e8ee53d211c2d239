using IdentitySource.Load.Target;

namespace IdentitySource.Load.Measure;

/// <summary>Reads the clocks of server, database and this program around a drive.</summary>
/// <param name="server">Its process id.</param>
internal sealed class Meter(int server, Database database, Lanes lanes)
{
    /// <summary>What the server does behind its answers (events, stamps) belongs to them.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(600);

    public Lanes Lanes => lanes;

    public async Task<Sample> MeasureAsync(Step step, Drive drive, bool countTransactions, CancellationToken cancel)
    {
        await Task.Delay(countTransactions ? Database.ReportingDelay : Settle, cancel);
        var transactions = countTransactions ? await database.TransactionsAsync(cancel) : 0;
        var (before, own) = (Clocks.Read(server, database.Postmaster), Environment.CpuUsage.TotalTime);

        var witness = drive.PasswordHashes > 0 ? HashWitness.Start() : null;
        var driven = await lanes.DriveAsync(step, drive, cancel);
        var hash = witness?.Stop() ?? 0;

        own = Environment.CpuUsage.TotalTime - own;
        await Task.Delay(Settle, cancel);
        var spent = Clocks.Read(server, database.Postmaster) - before;
        if (countTransactions)
        {
            await Task.Delay(Database.ReportingDelay - Settle, cancel);
            transactions = await database.TransactionsAsync(cancel) - transactions;
        }

        return new Sample
        {
            Driven = driven,
            ServerMs = spent.Server * 1000 / driven.Requests,
            DatabaseMs = spent.Database * 1000 / driven.Requests,
            GeneratorCores = own.TotalSeconds / driven.Seconds,
            PasswordHashMs = hash * drive.PasswordHashes,
            Transactions = countTransactions ? (double)transactions / driven.Requests : null,
        };
    }

    /// <summary>Processor seconds so far.</summary>
    private readonly record struct Clocks(double Server, double Database)
    {
        public static Clocks Read(int server, int? postmaster) =>
            new(ProcessTree.CpuSeconds(server, except: postmaster), postmaster is { } pid ? ProcessTree.CpuSeconds(pid) : 0);

        public static Clocks operator -(Clocks later, Clocks earlier) => new(later.Server - earlier.Server, later.Database - earlier.Database);
    }
}
