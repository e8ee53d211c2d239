using IdentitySource.Load.Measure;
using IdentitySource.Load.Scenarios;
using IdentitySource.Load.Target;

namespace IdentitySource.Load;

/// <summary>Does every kind of request work? A handful each; how fast they are is not this run's question.</summary>
internal static class SmokeRun
{
    private const int Steps = 6;
    private const int Connections = 2;

    public static async Task<bool> RunAsync(Options options, ServerProgram program, CancellationToken cancel)
    {
        var registered = await SetUp.RegisterAsync(program, people: Connections, cancel);
        var (server, _) = await SetUp.StartAsync(program, starts: 1, cancel);
        await using (server)
        {
            var deployment = await registered.DiscoverAsync(cancel);
            Lanes lanes = new(deployment.Address, Connections);
            Stage stage = new(deployment, lanes, Steps);
            var good = true;
            foreach (var scenario in AllScenarios.List.Where(scenario => options.Wants(scenario.Name)))
            {
                good &= await TryAsync(scenario, stage, cancel);
            }

            return good;
        }
    }

    private static async Task<bool> TryAsync(IScenario scenario, Stage stage, CancellationToken cancel)
    {
        string? error;
        try
        {
            var prepared = await scenario.PrepareAsync(stage, cancel);
            error = (await stage.Lanes.DriveAsync(prepared.Step, new Drive(Steps: Steps), cancel)).FirstError;
        }
        catch (Http.WrongAnswer wrong)
        {
            error = wrong.Message;
        }

        Console.WriteLine(error is null ? $"ok    {scenario.Name}" : $"FAIL  {scenario.Name}: {error}");
        return error is null;
    }
}
