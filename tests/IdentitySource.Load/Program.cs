using System.Runtime.InteropServices;
using IdentitySource.Load;
using IdentitySource.Load.Http;
using IdentitySource.Load.Pages;
using IdentitySource.Load.Report;
using IdentitySource.Load.Target;

if (args is ["--help"] or ["-h"])
{
    Console.WriteLine(Options.Usage);
    return 0;
}

using CancellationTokenSource stop = new();
// Interrupted or not, the server is stopped and the folder removed.
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);

try
{
    var options = Options.Parse(args);
    var budget = Budget.Read(options.Budget);
    var assembly = options.Server ?? await ReleaseBuild.PublishAsync(stop.Token);
    using TemporaryFolder folder = new();
    ServerProgram program = new(assembly, folder.Path, options.Connection);
    if (options.Smoke)
    {
        return await SmokeRun.RunAsync(options, program, stop.Token) ? 0 : 1;
    }

    if (options.Console)
    {
        return await new ConsoleRun(options, program).RunAsync(stop.Token) ? 0 : 1;
    }

    var results = await new MeasuredRun(options, program, TimeProvider.System).RunAsync(stop.Token);
    Console.WriteLine(Table.Write(results, budget));
    if (options.Out is { } file)
    {
        results.Write(file);
    }

    var faults = Verdict.Faults(results, budget);
    faults.ForEach(fault => Console.WriteLine("OVER  " + fault));
    return faults.Count == 0 ? 0 : 1;
}
catch (WrongAnswer wrong)
{
    Console.WriteLine("FAIL  " + wrong.Message);
    return 1;
}
catch (SetUpException failed)
{
    Console.Error.WriteLine(failed.Message);
    return 2;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.Error.WriteLine("Interrupted.");
    return 130;
}

void Interrupt(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
