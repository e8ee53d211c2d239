using System.CommandLine;
using IdentitySource.Management;
using IdentitySource.Management.Groups;
using IdentitySource.Management.Roles;

namespace IdentitySource.Server.Commands;

/// <summary><c>group</c> and <c>role</c>: <c>create|list|add|remove</c></summary>
internal static class MemberCommands
{
    private static readonly Argument<string> Group = new("group") { Description = "The group's code: letters, digits, '.', '_' and '-'." };

    private static readonly Argument<string> Role = new("role") { Description = "The role's name: letters, digits, '.', '_' and '-'." };

    private static readonly Argument<string> User = new("user") { Description = "Id, e-mail address, username or telephone number." };

    private static readonly Option<string> Name = CommonOptions.One<string>("--name", "What people see; the code by default.");

    private delegate Task<Outcome<bool>> Change(Actor actor, Guid poolId, string of, string user, bool isMember, CancellationToken cancel);

    public static Command CreateGroup(CommandHost host) => new("group", "Groups of people who are given rights together.")
    {
        Make(host, "create", "Make a group.", run => MadeAsync(run, run.Parsed.GetValue(Group)!, (poolId, code) =>
            run.Get<CreateGroup>().RunAsync(Actor.CommandLine, poolId, code, run.Parsed.GetValue(Name), run.Cancel)), Group, Name),
        Make(host, "list", "List the groups of a user pool.", ListGroupsAsync),
        Make(host, "add", "Put a person into a group.", run => ChangeAsync(run, Group, run.Get<ChangeGroupMember>().RunAsync, isMember: true), Group, User),
        Make(host, "remove", "Take a person out of a group.", run => ChangeAsync(run, Group, run.Get<ChangeGroupMember>().RunAsync, isMember: false), Group, User),
    };

    public static Command CreateRole(CommandHost host) => new("role", "Roles; their names stand in the claim roles.")
    {
        Make(host, "create", "Make a role.", run => MadeAsync(run, run.Parsed.GetValue(Role)!, (poolId, name) =>
            run.Get<CreateRole>().RunAsync(Actor.CommandLine, poolId, name, run.Cancel)), Role),
        Make(host, "list", "List the roles of a user pool.", ListRolesAsync),
        Make(host, "add", "Give a person a role.", run => ChangeAsync(run, Role, run.Get<ChangeRoleMember>().RunAsync, isMember: true), Role, User),
        Make(host, "remove", "Take a role from a person.", run => ChangeAsync(run, Role, run.Get<ChangeRoleMember>().RunAsync, isMember: false), Role, User),
    };

    private static Command Make(CommandHost host, string name, string description, Func<CommandRun, Task<Answer>> run, params IReadOnlyList<Symbol> symbols)
    {
        Command command = new(name, description) { CommonOptions.Pool, CommonOptions.Json };
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
            {
                command.Arguments.Add(argument);
            }
            else
            {
                command.Options.Add((Option)symbol);
            }
        }

        command.SetAction((parsed, cancel) => host.RunAsync(parsed, run, cancel));
        return command;
    }

    private static async Task<Answer> MadeAsync(CommandRun run, string name, Func<Guid, string, Task<Outcome<Guid>>> create) =>
        (await run.PoolAsync()).Refused(out var faults, out var poolId) || (await create(poolId, name)).Refused(out faults, out var id)
            ? Answer.Refused(faults)
            : Answer.Of(new { id = id.ToString("N"), name }, $"Made {name}.");

    private static async Task<Answer> ChangeAsync(CommandRun run, Argument<string> of, Change change, bool isMember)
    {
        var (name, user) = (run.Parsed.GetValue(of)!, run.Parsed.GetValue(User)!);
        return (await run.PoolAsync()).Refused(out var faults, out var poolId)
            || (await change(Actor.CommandLine, poolId, name, user, isMember, run.Cancel)).Refused(out faults, out var changed)
                ? Answer.Refused(faults)
                : Answer.Of(new { changed }, changed ? "Done." : "Nothing to change.");
    }

    private static async Task<Answer> ListGroupsAsync(CommandRun run)
    {
        if ((await run.PoolAsync()).Refused(out var faults, out var poolId))
        {
            return Answer.Refused(faults);
        }

        var groups = await run.Get<ListGroups>().RunAsync(poolId, run.Cancel);
        return Answer.Of(
            new { groups = groups.Select(group => new { id = group.Id.ToString("N"), group.Code, group.Name, group.Members }) },
            [.. groups.Select(group => $"{group.Code,-24}  {group.Members,6}  {group.Name}")]);
    }

    private static async Task<Answer> ListRolesAsync(CommandRun run)
    {
        if ((await run.PoolAsync()).Refused(out var faults, out var poolId))
        {
            return Answer.Refused(faults);
        }

        var roles = await run.Get<ListRoles>().RunAsync(poolId, run.Cancel);
        return Answer.Of(
            new { roles = roles.Select(role => new { id = role.Id.ToString("N"), role.Name, role.Members }) },
            [.. roles.Select(role => $"{role.Name,-24}  {role.Members,6}")]);
    }
}
