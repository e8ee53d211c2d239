using System.CommandLine;
using System.Globalization;
using IdentitySource.Management;
using IdentitySource.Management.UserImports;
using IdentitySource.Server.Composition;
using IdentitySource.Storage.Entities;

namespace IdentitySource.Server.Commands;

/// <summary><c>user import</c>: the command does the work itself. Killed, it leaves the rest to the server.</summary>
internal static class UserImportCommand
{
    /// <summary>Failed lines that are printed; <c>--failed</c> has them all.</summary>
    private const int Printed = 20;

    private static readonly Argument<FileInfo> File = new Argument<FileInfo>("file") { Description = "CSV with a line of column names, a JSON array, or JSON lines; in UTF-8." }.AcceptExistingOnly();

    private static readonly Option<bool> DryRun = CommonOptions.One<bool>("--dry-run", "Judge every line and add nobody.");

    private static readonly Option<FileInfo> Failed = CommonOptions.One<FileInfo>("--failed", "Write the lines that failed to this file, as CSV.");

    public static Command Create(CommandHost host)
    {
        Command command = new("import", "Add people from a file. Ends with 1 when a line failed.") { File, DryRun, Failed, CommonOptions.Pool, CommonOptions.Json };
        command.SetAction((parsed, cancel) => host.RunAsync(parsed, run => RunAsync(run, host.Error), cancel));
        return command;
    }

    private static async Task<Answer> RunAsync(CommandRun run, TextWriter notes)
    {
        var (file, worker) = (run.Parsed.GetValue(File)!, Guid.NewGuid());
        await using var content = file.OpenRead();
        if ((await run.PoolAsync()).Refused(out var faults, out var poolId)
            || (await run.Get<CreateUserImport>().RunAsync(Actor.CommandLine, new NewUserImport(poolId, file.Name, content, run.Parsed.GetValue(DryRun)), worker, run.Cancel))
                .Refused(out faults, out var id))
        {
            return Answer.Refused(faults);
        }

        ClaimedImport claimed = new(poolId, id, worker);
        try
        {
            await run.Get<RunUserImport>().RunAsync(claimed, CommonOptions.IsJson(run.Parsed) ? null : new Percent(content.Length, notes), run.Cancel);
        }
        catch (OperationCanceledException)
        {
            await run.Get<ImportLease>().ReleaseAsync(claimed, CancellationToken.None);
            throw;
        }

        return await AnswerAsync(run, poolId, id);
    }

    private static async Task<Answer> AnswerAsync(CommandRun run, Guid poolId, Guid id)
    {
        var import = (await run.Get<ListUserImports>().FindAsync(poolId, id, run.Cancel))!;
        var faults = run.Get<ReadImportFaults>();
        if (run.Parsed.GetValue(Failed) is { } file)
        {
            await using var writer = file.CreateText();
            await writer.WriteAsync(FailedLinesCsv.Header);
            await foreach (var line in faults.RunAsync(poolId, id, run.Cancel))
            {
                await writer.WriteAsync(FailedLinesCsv.Line(line));
            }
        }

        var first = await faults.PageAsync(poolId, id, 0, Printed, run.Cancel);
        return new Answer(
            new { id = id.ToString("N"), import.State, import.DryRun, import.Added, import.Failed, import.Reason, import.UnknownColumns },
            [
                .. first.SelectMany(line => line.Faults.Select(fault => $"line {line.Line}  {fault.Field}: {fault.Message} ({fault.Reason})")),
                .. import.UnknownColumns.Count > 0 ? [$"Left out, because no field is called so: {string.Join(", ", import.UnknownColumns)}"] : (string[])[],
                $"{import.State}{(import.Reason is null ? "" : $" ({import.Reason})")}: {import.Added} {(import.DryRun ? "would be added" : "added")}, {import.Failed} failed.",
            ],
            [])
        {
            ExitCode = import.Failed > 0 || import.State != UserImportState.Done ? ExitCodes.Refused : ExitCodes.Done,
        };
    }

    /// <summary>A line for every tenth of the file.</summary>
    private sealed class Percent(long size, TextWriter notes) : IProgress<long>
    {
        private long told;

        public void Report(long value)
        {
            if (value * 10 / Math.Max(size, 1) is var tenth && tenth > told)
            {
                told = tenth;
                notes.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{tenth * 10} %"));
            }
        }
    }
}
