using System.CommandLine;
using IdentitySource.Management;
using IdentitySource.Management.Configuration;

namespace IdentitySource.Server.Commands;

/// <summary><c>export</c> and <c>apply</c>: a user pool's configuration as a file.</summary>
internal static class ConfigurationCommands
{
    private static readonly Option<bool> AsYaml = CommonOptions.One<bool>("--yaml", "YAML instead of JSON.");

    private static readonly Option<bool> WithSecrets = CommonOptions.One<bool>(
        "--with-secrets", "Also the secrets of applications, in clear: keep the file as you keep them. The audit trail says that they were taken.");

    private static readonly Option<bool> DryRun = CommonOptions.One<bool>("--dry-run", "Only show what would be changed.");

    private static readonly Argument<string> File = new("file") { Description = "JSON or YAML, as 'export' writes it; - for standard input." };

    public static Command Export(CommandHost host)
    {
        Command command = new("export", "Write a user pool's configuration: applications, roles, groups, resources and rules, without people and keys.")
        {
            AsYaml, WithSecrets, CommonOptions.Pool,
        };
        command.SetAction((parsed, cancel) => host.RunAsync(
            parsed,
            async run => (await run.PoolAsync()).Refused(out var faults, out var poolId)
                ? Answer.Refused(faults)
                : Written(parsed, await run.Get<ExportConfiguration>().RunAsync(Actor.CommandLine, poolId, parsed.GetValue(WithSecrets), run.Cancel)),
            cancel));
        return command;
    }

    public static Command Apply(CommandHost host)
    {
        Command command = new("apply", "Make a user pool be as a file says. What is so already stays, what the file leaves out stays, nothing is removed.")
        {
            File, DryRun, CommonOptions.Pool, CommonOptions.Json,
        };
        command.Aliases.Add("import");
        command.SetAction((parsed, cancel) => host.RunAsync(parsed, run => ApplyAsync(host, run), cancel));
        return command;
    }

    private static Answer Written(ParseResult parsed, PoolConfiguration configuration) => new(
        null, [(parsed.GetValue(AsYaml) ? ConfigurationFile.ToYaml(configuration) : ConfigurationFile.ToJson(configuration)).TrimEnd('\n')], []);

    private static async Task<Answer> ApplyAsync(CommandHost host, CommandRun run)
    {
        var parsed = run.Parsed;
        var dryRun = parsed.GetValue(DryRun);
        if ((await ReadAsync(host, parsed.GetValue(File)!, run.Cancel)).Refused(out var faults, out var text)
            || ConfigurationFile.Read(text).Refused(out faults, out var wanted)
            || (await run.PoolAsync()).Refused(out faults, out var poolId)
            || (await run.Get<ApplyConfiguration>().RunAsync(Actor.CommandLine, poolId, wanted, dryRun, run.Cancel)).Refused(out faults, out var plan))
        {
            return Answer.Refused(faults);
        }

        return Answer.Of(new { applied = !dryRun, plan.Changes, plan.Unmentioned }, [.. ConfigurationWords.Lines(plan), Summary(plan, dryRun)]);
    }

    private static async Task<Outcome<string>> ReadAsync(CommandHost host, string file, CancellationToken cancel)
    {
        try
        {
            return file == "-" ? await host.Input.ReadToEndAsync(cancel) : await System.IO.File.ReadAllTextAsync(file, cancel);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            return new Fault("file", "file_unreadable", wrong.Message);
        }
    }

    private static string Summary(ConfigurationPlan plan, bool dryRun) => plan.Changes.Count == 0
        ? "Everything is as the file says."
        : dryRun ? $"{plan.Changes.Count} changes; nothing was changed." : $"{plan.Changes.Count} changes applied.";
}
