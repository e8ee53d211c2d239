using System.CommandLine;
using IdentitySource.Management;
using IdentitySource.Management.UserPools;
using IdentitySource.Protocol.Claims;

namespace IdentitySource.Server.Commands;

/// <summary><c>pool scope add|list|remove</c>: scopes of a user pool's own.</summary>
internal static class PoolScopeCommands
{
    private static readonly Argument<string> Scope = new("scope") { Description = "The scope's name." };

    private static readonly Option<string> Description = CommonOptions.One<string>("--description", "What the consent page says of it.");

    private static readonly Option<string[]> Claims = CommonOptions.Many("--claim", "A claim that it releases, with a fixed value: NAME=VALUE.");

    private static readonly Option<string[]> ClaimFields =
        CommonOptions.Many("--claim-field", "A claim that it releases, from a field of the user: NAME=FIELD. Fields: id, the standard claims, extended_fields.NAME.");

    public static Command Create(CommandHost host) => new("scope", "Scopes of a user pool's own, for all of its applications.")
    {
        AddCommand(host),
        ListCommand(host),
        RemoveCommand(host),
    };

    private static Command AddCommand(CommandHost host)
    {
        Command command = new("add", "Add a scope and the claims that it releases.")
        {
            Scope, Description, Claims, ClaimFields, CommonOptions.Pool, CommonOptions.Json,
        };
        foreach (var pairs in new[] { Claims, ClaimFields })
        {
            pairs.Validators.Add(given =>
            {
                if (given.Tokens.Any(token => !token.Value.Contains('=', StringComparison.Ordinal)))
                {
                    given.AddError($"{pairs.Name} takes a name, '=' and what the claim is taken from.");
                }
            });
        }

        command.SetAction((parsed, cancel) => host.RunAsync(parsed, run => ChangeAsync(run, run.Get<AddCustomScope>().RunAsync, Read(parsed)), cancel));
        return command;
    }

    private static Command RemoveCommand(CommandHost host)
    {
        Command command = new("remove", "Remove a scope.") { Scope, CommonOptions.Pool, CommonOptions.Json };
        command.SetAction((parsed, cancel) => host.RunAsync(parsed, run => ChangeAsync(run, run.Get<RemoveCustomScope>().RunAsync, parsed.GetValue(Scope)!), cancel));
        return command;
    }

    private static Command ListCommand(CommandHost host)
    {
        Command command = new("list", "List a user pool's own scopes.") { CommonOptions.Pool, CommonOptions.Json };
        command.SetAction((parsed, cancel) => host.RunAsync(parsed, ListAsync, cancel));
        return command;
    }

    private static CustomScope Read(ParseResult parsed) => new(parsed.GetValue(Scope)!, parsed.GetValue(Description),
    [
        .. Pairs(parsed, Claims).Select(pair => new CustomClaim(pair[0], pair[1], null)),
        .. Pairs(parsed, ClaimFields).Select(pair => new CustomClaim(pair[0], null, pair[1])),
    ]);

    private static IEnumerable<string[]> Pairs(ParseResult parsed, Option<string[]> option) => (parsed.GetValue(option) ?? []).Select(text => text.Split('=', 2));

    private static async Task<Answer> ChangeAsync<T>(CommandRun run, Func<Actor, Guid, T, CancellationToken, Task<Outcome<string>>> operation, T given) =>
        (await run.PoolAsync()).Refused(out var faults, out var poolId)
        || (await operation(Actor.CommandLine, poolId, given, run.Cancel)).Refused(out faults, out var scope)
            ? Answer.Refused(faults)
            : Answer.Of(new { scope }, $"Changed {scope}.");

    private static async Task<Answer> ListAsync(CommandRun run)
    {
        if ((await run.PoolAsync()).Refused(out var faults, out var poolId))
        {
            return Answer.Refused(faults);
        }

        var scopes = await run.Get<ListCustomScopes>().RunAsync(poolId, run.Cancel);
        return Answer.Of(new { scopes }, [.. scopes.SelectMany(scope => scope.Claims.Select(claim => $"  {ClaimCommands.Line(claim)}").Prepend($"{scope.Name}  {scope.Description}".TrimEnd()))]);
    }
}
