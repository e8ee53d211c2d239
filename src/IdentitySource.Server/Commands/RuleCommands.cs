using System.CommandLine;
using IdentitySource.Management;
using IdentitySource.Management.Permissions;

namespace IdentitySource.Server.Commands;

/// <summary><c>rule add|list|delete</c></summary>
internal static class RuleCommands
{
    private static readonly Argument<string> Resource = new("resource") { Description = "The resource's code." };

    private static readonly Option<string> Instance = CommonOptions.One<string>("--id", "One thing of the resource only; all of them by default.");

    private static readonly Option<string[]> Actions = CommonOptions.Many("--action", "These actions; every action by default.");

    private static readonly Option<bool> Deny = CommonOptions.One<bool>("--deny", "Deny instead of allow. A denial wins over whatever is allowed.");

    private static readonly Argument<string> Rule = new("rule") { Description = "The rule's id, as 'rule list' shows it." };

    public static Command Create(CommandHost host) => new("rule", "Who may do what with a resource.")
    {
        AddCommand(host),
        ListCommand(host),
        DeleteCommand(host),
    };

    private static Command AddCommand(CommandHost host)
    {
        Command command = new("add", "Allow or deny a programmatic access account, a person, a role or a group actions on a resource.")
        {
            Resource, Instance, Actions, Deny, CommonOptions.Pool, CommonOptions.Json,
        };
        SubjectOptions.AddTo(command, needed: true);
        command.SetAction((parsed, cancel) => host.RunAsync(parsed, AddAsync, cancel));
        return command;
    }

    private static async Task<Answer> AddAsync(CommandRun run)
    {
        var parsed = run.Parsed;
        return (await run.PoolAsync()).Refused(out var faults, out var poolId)
            || (await run.Get<AddRule>().RunAsync(
                Actor.CommandLine,
                new NewRule(
                    poolId, SubjectOptions.Read(parsed)!, parsed.GetValue(Resource)!, parsed.GetValue(Instance), parsed.GetValue(Actions) ?? [],
                    Allow: !parsed.GetValue(Deny)),
                run.Cancel)).Refused(out faults, out var id)
                ? Answer.Refused(faults)
                : Answer.Of(new { id = id.ToString("N") }, $"id  {id:N}");
    }

    private static Command ListCommand(CommandHost host)
    {
        Command command = new("list", "List the rules of a user pool, or those about one subject.") { CommonOptions.Pool, CommonOptions.Json };
        SubjectOptions.AddTo(command, needed: false);
        command.SetAction((parsed, cancel) => host.RunAsync(parsed, ListAsync, cancel));
        return command;
    }

    private static async Task<Answer> ListAsync(CommandRun run)
    {
        if ((await run.PoolAsync()).Refused(out var faults, out var poolId)
            || (await run.Get<ListRules>().RunAsync(poolId, SubjectOptions.Read(run.Parsed), run.Cancel)).Refused(out faults, out var rules))
        {
            return Answer.Refused(faults);
        }

        return Answer.Of(
            new
            {
                rules = rules.Select(rule => new
                {
                    id = rule.Id.ToString("N"),
                    rule.Allow,
                    rule.SubjectKind,
                    subject = rule.SubjectId.ToString("N"),
                    rule.Resource,
                    instance = rule.Instance,
                    rule.Actions,
                }),
            },
            [.. rules.Select(rule => $"{rule.Id:N}  {(rule.Allow ? "allow" : "deny "),-5}  {rule.SubjectKind,-9} {rule.SubjectId:N}  {Item(rule)}")]);
    }

    private static string Item(ListedRule rule) =>
        $"{rule.Resource}:{rule.Instance ?? "*"}:{(rule.Actions.Count == 0 ? "*" : string.Join(',', rule.Actions))}";

    private static Command DeleteCommand(CommandHost host)
    {
        Command command = new("delete", "Take a rule away.") { Rule, CommonOptions.Pool, CommonOptions.Json };
        command.SetAction((parsed, cancel) => host.RunAsync(
            parsed,
            async run => (await run.PoolAsync()).Refused(out var faults, out var poolId)
                || (await run.Get<DeleteRule>().RunAsync(Actor.CommandLine, poolId, parsed.GetValue(Rule)!, run.Cancel)).Refused(out faults, out var id)
                    ? Answer.Refused(faults)
                    : Answer.Of(new { id = id.ToString("N") }, $"Deleted {id:N}."),
            cancel));
        return command;
    }
}
