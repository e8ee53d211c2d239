using System.CommandLine;
using IdentitySource.Management;
using IdentitySource.Management.Permissions;
using IdentitySource.Storage.Entities;

namespace IdentitySource.Server.Commands;

/// <summary><c>resource create|list|update|delete</c></summary>
internal static class ResourceCommands
{
    private static readonly Argument<string> Code = new("code") { Description = "Its name in scopes: letters, digits, '.', '_' and '-'." };

    private static readonly Option<ResourceType> Type = CommonOptions.One<ResourceType>("--type", "api (default), data or ui.");

    private static readonly Option<string> Description = CommonOptions.One<string>("--description", "Shown to people who are asked to consent.");

    private static readonly Option<string[]> Actions = CommonOptions.Many("--action", "What can be done with it.");

    public static Command Create(CommandHost host) => new("resource", "What permissions speak of.")
    {
        CreateCommand(host),
        ListCommand(host),
        UpdateCommand(host),
        DeleteCommand(host),
    };

    private static Command CreateCommand(CommandHost host)
    {
        Command command = new("create", "Make a resource.") { Code, Type, Description, Actions, CommonOptions.Pool, CommonOptions.Json };
        command.SetAction((parsed, cancel) => host.RunAsync(parsed, CreateAsync, cancel));
        return command;
    }

    private static async Task<Answer> CreateAsync(CommandRun run)
    {
        var (parsed, code) = (run.Parsed, run.Parsed.GetValue(Code)!);
        return (await run.PoolAsync()).Refused(out var faults, out var poolId)
            || (await run.Get<CreateResource>().RunAsync(
                Actor.CommandLine,
                new NewResource(poolId, code, parsed.GetValue(Type), parsed.GetValue(Description), parsed.GetValue(Actions) ?? []),
                run.Cancel)).Refused(out faults, out var id)
                ? Answer.Refused(faults)
                : Answer.Of(new { id = id.ToString("N"), code }, $"Made {code}.");
    }

    private static Command UpdateCommand(CommandHost host)
    {
        Command command = new("update", "Change a resource; what is not named stays as it is, and actions come in place of the present ones.")
        {
            Code, Type, Description, Actions, CommonOptions.Pool, CommonOptions.Json,
        };
        command.SetAction((parsed, cancel) => host.RunAsync(parsed, UpdateAsync, cancel));
        return command;
    }

    private static async Task<Answer> UpdateAsync(CommandRun run)
    {
        var (parsed, code) = (run.Parsed, run.Parsed.GetValue(Code)!);
        ResourceSettings settings = new(
            CommonOptions.IsGiven(parsed, Type) ? parsed.GetValue(Type) : null, parsed.GetValue(Description), ModeOptions.Given(parsed, Actions));
        return (await run.PoolAsync()).Refused(out var faults, out var poolId)
            || (await run.Get<UpdateResource>().RunAsync(Actor.CommandLine, poolId, code, settings, run.Cancel)).Refused(out faults, out var id)
                ? Answer.Refused(faults)
                : Answer.Of(new { id = id.ToString("N"), code }, $"Changed {code}.");
    }

    private static Command ListCommand(CommandHost host)
    {
        Command command = new("list", "List the resources of a user pool.") { CommonOptions.Pool, CommonOptions.Json };
        command.SetAction((parsed, cancel) => host.RunAsync(parsed, ListAsync, cancel));
        return command;
    }

    private static async Task<Answer> ListAsync(CommandRun run)
    {
        if ((await run.PoolAsync()).Refused(out var faults, out var poolId))
        {
            return Answer.Refused(faults);
        }

        var resources = await run.Get<ListResources>().RunAsync(poolId, run.Cancel);
        return Answer.Of(
            new { resources = resources.Select(each => new { each.Code, each.Type, each.Description, each.Actions, each.CreatedAt }) },
            [.. resources.Select(each => $"{each.Code,-24}  {each.Type.ToString().ToLowerInvariant(),-4}  {string.Join(' ', each.Actions)}".TrimEnd())]);
    }

    private static Command DeleteCommand(CommandHost host)
    {
        Command command = new("delete", "Delete a resource with all rules about it.") { Code, CommonOptions.Pool, CommonOptions.Json };
        command.SetAction((parsed, cancel) => host.RunAsync(
            parsed,
            async run => (await run.PoolAsync()).Refused(out var faults, out var poolId)
                || (await run.Get<DeleteResource>().RunAsync(Actor.CommandLine, poolId, parsed.GetValue(Code)!, run.Cancel)).Refused(out faults, out var id)
                    ? Answer.Refused(faults)
                    : Answer.Of(new { id = id.ToString("N") }, $"Deleted {parsed.GetValue(Code)}."),
            cancel));
        return command;
    }
}
