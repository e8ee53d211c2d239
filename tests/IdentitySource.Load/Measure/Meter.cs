using IdentitySource.Load.Target;

namespace IdentitySource.Load.Measure;

/// <summary>Reads the clocks of server, database and this program around a drive.</summary>
/// <param name="server">Its process id.</param>
internal sealed class Meter(int server, Database database, Lanes lanes)
{
    /// <summary>What the server does behind its answers (events, stamps) belongs to them.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(600);

    public Lanes Lanes => lanes;

    /// <summary>What server and database do each second while nobody asks for anything: no request is to pay for it.</summary>
    public Clocks Idle { get; private set; }

    public async Task WatchIdleAsync(TimeSpan time, CancellationToken cancel)
    {
        var before = Clocks.Read(server, database.Postmaster);
        await Task.Delay(time, cancel);
        Idle = (Clocks.Read(server, database.Postmaster) - before) * (1 / time.TotalSeconds);
    }

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
        var spent = Clocks.Read(server, database.Postmaster) - before - (Idle * (driven.Seconds + Settle.TotalSeconds));
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
}
