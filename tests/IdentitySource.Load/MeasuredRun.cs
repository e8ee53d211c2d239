using System.Globalization;
using System.Runtime.InteropServices;
using IdentitySource.Load.Measure;
using IdentitySource.Load.Report;
using IdentitySource.Load.Scenarios;
using IdentitySource.Load.Target;

namespace IdentitySource.Load;

/// <summary>The whole measurement: starts, idle memory, every scenario several times, half load, memory under load.</summary>
internal sealed class MeasuredRun(Options options, ServerProgram program, TimeProvider clock)
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(3);

    public async Task<Results> RunAsync(CancellationToken cancel)
    {
        var registered = await SetUp.RegisterAsync(program, options.Connections, cancel);
        var signature = Calibration.SignatureMs();
        var (server, starts) = await SetUp.StartAsync(program, options.Runs, cancel);
        await using (server)
        {
            await Task.Delay(Idle, cancel);
            Results results = new()
            {
                MeasuredAt = clock.GetUtcNow(),
                Machine = RuntimeInformation.OSDescription,
                Cores = Environment.ProcessorCount,
                Connections = options.Connections,
                SignatureMs = signature,
                PasswordHashMs = Calibration.PasswordHashMs(),
                StartSeconds = starts,
                IdleMegabytes = ProcessTree.ResidentMegabytes(server.Pid),
            };
            var deployment = await registered.DiscoverAsync(cancel);
            Lanes lanes = new(deployment.Address, options.Connections);
            Meter meter = new(server.Pid, await Database.FindAsync(program, cancel), lanes);
            Stage stage = new(deployment, lanes, options.Count);
            results = results with { Rows = await RowsAsync(meter, stage, cancel) };
            results = results with { HalfLoad = await HalfLoadAsync(meter, stage, results.Rows, cancel) };
            return results with { LoadMegabytes = ProcessTree.PeakMegabytes(server.Pid) };
        }
    }

    private async Task<List<Row>> RowsAsync(Meter meter, Stage stage, CancellationToken cancel)
    {
        List<Row> rows = [];
        foreach (var scenario in AllScenarios.List.Where(scenario => options.Wants(scenario.Name)))
        {
            await DriveAsync(scenario, stage with { Count = Math.Max(stage.Count / 4, 1) }, options.WarmUp, cancel);
            List<Sample> samples = [];
            for (var run = 0; run < options.Runs; run++)
            {
                samples.Add(await MeasureAsync(scenario, meter, stage, countTransactions: run == 0, cancel));
            }

            rows.Add(Row.Of(scenario.Name, samples));
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{scenario.Name}: {rows[^1].SumMs:0.000} ms ({rows[^1].SpreadMs[0]:0.000}–{rows[^1].SpreadMs[1]:0.000}), {rows[^1].Errors} errors"));
        }

        return rows;
    }

    private async Task<Sample> MeasureAsync(IScenario scenario, Meter meter, Stage stage, bool countTransactions, CancellationToken cancel)
    {
        var prepared = await scenario.PrepareAsync(stage, cancel);
        Drive drive = new(options.Duration, prepared.Most, scenario.PasswordHashes);
        return await meter.MeasureAsync(prepared.Step, drive, countTransactions, cancel);
    }

    private static async Task DriveAsync(IScenario scenario, Stage stage, TimeSpan duration, CancellationToken cancel)
    {
        var prepared = await scenario.PrepareAsync(stage, cancel);
        await stage.Lanes.DriveAsync(prepared.Step, new Drive(duration, prepared.Most), cancel);
    }

    /// <summary>Latency says something only below saturation: at full load it is the length of our own queue.</summary>
    private async Task<Row?> HalfLoadAsync(Meter meter, Stage stage, IReadOnlyList<Row> rows, CancellationToken cancel)
    {
        RefreshRotated refresh = new();
        if (rows.FirstOrDefault(row => row.Name == refresh.Name) is not { PerSecond: > 0 } full)
        {
            return null;
        }

        var prepared = await refresh.PrepareAsync(stage, cancel);
        Drive half = new(options.Duration, PerSecond: full.PerSecond / 2);
        return Row.Of(refresh.Name + ", at half load", [await meter.MeasureAsync(prepared.Step, half, countTransactions: false, cancel)]);
    }
}
