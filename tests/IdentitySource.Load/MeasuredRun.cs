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
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(10);

    public async Task<Results> RunAsync(CancellationToken cancel)
    {
        var registered = await SetUp.RegisterAsync(program, options.Connections, cancel);
        var signature = Calibration.SignatureMs();
        var (server, starts) = await SetUp.StartAsync(program, options.Runs, cancel);
        await using (server)
        {
            await Task.Delay(Rest, cancel);
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
            await meter.WatchIdleAsync(Watch, cancel);
            Stage stage = new(deployment, lanes, options.Count);
            results = results with { IdleCores = meter.Idle };
            results = results with { Rows = await RowsAsync(meter, stage, cancel) };
            results = results with { HalfLoad = await HalfLoadAsync(meter, stage, results.Rows, cancel) };
            return results with { LoadMegabytes = ProcessTree.PeakMegabytes(server.Pid) };
        }
    }

    /// <summary>Round by round, not row by row: the machine's good and bad minutes then fall on all of them.</summary>
    private async Task<List<Row>> RowsAsync(Meter meter, Stage stage, CancellationToken cancel)
    {
        var scenarios = AllScenarios.List.Where(scenario => options.Wants(scenario.Name)).ToList();
        foreach (var scenario in scenarios)
        {
            await DriveAsync(scenario, stage with { Count = Math.Max(stage.Count / 2, 1) }, options.WarmUp, cancel);
        }

        var samples = scenarios.ToDictionary(scenario => scenario.Name, _ => new List<Sample>());
        for (var round = 0; round < options.Runs; round++)
        {
            foreach (var scenario in scenarios)
            {
                var sample = await MeasureAsync(scenario, meter, stage, countTransactions: options.CountTransactions && round == 0, cancel);
                samples[scenario.Name].Add(sample);
                Console.Error.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"round {round + 1}, {scenario.Name}: {sample.ServerMs - sample.PasswordHashMs:0.000} + {sample.DatabaseMs:0.000} ms, {sample.Driven.Errors} errors"));
            }
        }

        return [.. scenarios.Select(scenario => Row.Of(scenario.Name, samples[scenario.Name]))];
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
