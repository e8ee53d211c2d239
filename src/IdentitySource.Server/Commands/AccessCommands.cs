using System.CommandLine;
using IdentitySource.Management;
using IdentitySource.Management.Access;
using IdentitySource.Management.Applications;

namespace IdentitySource.Server.Commands;

/// <summary><c>app access default|add|list|enable|disable|remove</c>: who may sign in to an application.</summary>
internal static class AccessCommands
{
    private static readonly Argument<string> Application = new("application") { Description = "The client id, or the authentication address." };

    private static readonly Argument<string> Rule = new("rule") { Description = "allow: everybody whom no entry keeps out. deny: only whom an entry lets in." };

    private static readonly Argument<string> Entry = new("entry") { Description = "The entry's id, as 'app access list' shows it." };

    private static readonly Option<bool> Deny = CommonOptions.One<bool>("--deny", "Keep out instead of let in. A denial wins over other entries.");

    static AccessCommands() => Rule.AcceptOnlyFromAmong("allow", "deny");

    public static Command Create(CommandHost host) => new("access", "Who may sign in to an application.")
    {
        DefaultCommand(host),
        AddCommand(host),
        ListCommand(host),
        EntryCommand(host, "enable", "Let an entry count again.", run => Enable(run, enabled: true)),
        EntryCommand(host, "disable", "Let an entry count no more, without forgetting it.", run => Enable(run, enabled: false)),
        EntryCommand(host, "remove", "Take an entry away.", run => run.Get<RemoveAccessEntry>().RunAsync),
    };

    private static Command DefaultCommand(CommandHost host)
    {
        Command command = new("default", "Let in everybody, or nobody, whom no entry speaks of.") { Application, Rule, CommonOptions.Pool, CommonOptions.Json };
        command.SetAction((parsed, cancel) => host.RunAsync(
            parsed,
            async run => (await run.PoolAsync()).Refused(out var faults, out var poolId)
                || (await run.Get<UpdateApplication>().RunAsync(
                    Actor.CommandLine,
                    new ApplicationSettings { PoolId = poolId, Application = parsed.GetValue(Application)!, AccessByDefault = parsed.GetValue(Rule) == "allow" },
                    run.Cancel)).Refused(out faults, out var id)
                    ? Answer.Refused(faults)
                    : Answer.Of(new { client_id = id.ToString("N") }, $"Changed {id:N}."),
            cancel));
        return command;
    }

    private static Command AddCommand(CommandHost host)
    {
        Command command = new("add", "Let a person, a role or a group in, or keep them out.") { Application, Deny, CommonOptions.Pool, CommonOptions.Json };
        SubjectOptions.AddTo(command, needed: true);
        command.SetAction((parsed, cancel) => host.RunAsync(
            parsed,
            async run => (await run.PoolAsync()).Refused(out var faults, out var poolId)
                || (await run.Get<AddAccessEntry>().RunAsync(
                    Actor.CommandLine,
                    new NewAccessEntry(poolId, parsed.GetValue(Application)!, SubjectOptions.Read(parsed)!, Allow: !parsed.GetValue(Deny)),
                    run.Cancel)).Refused(out faults, out var id)
                    ? Answer.Refused(faults)
                    : Answer.Of(new { id = id.ToString("N") }, $"id  {id:N}"),
            cancel));
        return command;
    }

    private static Command ListCommand(CommandHost host)
    {
        Command command = new("list", "Show who may sign in.") { Application, CommonOptions.Pool, CommonOptions.Json };
        command.SetAction((parsed, cancel) => host.RunAsync(parsed, ListAsync, cancel));
        return command;
    }

    private static async Task<Answer> ListAsync(CommandRun run)
    {
        if ((await run.PoolAsync()).Refused(out var faults, out var poolId)
            || (await run.Get<ListAccess>().RunAsync(poolId, run.Parsed.GetValue(Application)!, run.Cancel)).Refused(out faults, out var access))
        {
            return Answer.Refused(faults);
        }

        return Answer.Of(
            new
            {
                @default = access.ByDefault ? "allow" : "deny",
                entries = access.Entries.Select(entry => new
                {
                    id = entry.Id.ToString("N"),
                    entry.Allow,
                    entry.Enabled,
                    entry.SubjectKind,
                    subject = entry.SubjectId.ToString("N"),
                }),
            },
            [
                $"default  {(access.ByDefault ? "allow" : "deny")}",
                .. access.Entries.Select(entry =>
                    $"{entry.Id:N}  {(entry.Allow ? "allow" : "deny"),-5}  {entry.SubjectKind,-5}  {entry.SubjectId:N}{(entry.Enabled ? "" : "  (disabled)")}"),
            ]);
    }

    private static Func<Actor, Guid, string, CancellationToken, Task<Outcome<Guid>>> Enable(CommandRun run, bool enabled) =>
        (actor, poolId, entry, cancel) => run.Get<EnableAccessEntry>().RunAsync(actor, poolId, entry, enabled, cancel);

    private static Command EntryCommand(
        CommandHost host, string name, string description, Func<CommandRun, Func<Actor, Guid, string, CancellationToken, Task<Outcome<Guid>>>> operation)
    {
        Command command = new(name, description) { Entry, CommonOptions.Pool, CommonOptions.Json };
        command.SetAction((parsed, cancel) => host.RunAsync(
            parsed,
            async run => (await run.PoolAsync()).Refused(out var faults, out var poolId)
                || (await operation(run)(Actor.CommandLine, poolId, parsed.GetValue(Entry)!, run.Cancel)).Refused(out faults, out var id)
                    ? Answer.Refused(faults)
                    : Answer.Of(new { id = id.ToString("N") }, $"Changed {id:N}."),
            cancel));
        return command;
    }
}
