using System.CommandLine;
using IdentitySource.Management;
using IdentitySource.Management.Applications;
using IdentitySource.Protocol.Claims;

namespace IdentitySource.Server.Commands;

/// <summary><c>app claim add|list|remove</c>: claims of an application's own.</summary>
internal static class ClaimCommands
{
    private static readonly Argument<string> Application = new("application") { Description = "The client id, or the authentication address." };

    private static readonly Argument<string> Claim = new("claim") { Description = "The claim's name." };

    private static readonly Option<string> Value = CommonOptions.One<string>("--value", "A fixed value.");

    private static readonly Option<string> Field =
        CommonOptions.One<string>("--field", "A field of the user: id, the name of a standard claim, or extended_fields.NAME.");

    public static Command Create(CommandHost host) => new("claim", "Claims of an application's own, in its ID tokens and at userinfo.")
    {
        AddCommand(host),
        ListCommand(host),
        RemoveCommand(host),
    };

    private static Command AddCommand(CommandHost host)
    {
        Command command = new("add", "Add a claim: with --value always the same, with --field what the user's field holds.")
        {
            Application, Claim, Value, Field, CommonOptions.Pool, CommonOptions.Json,
        };
        command.SetAction((parsed, cancel) => host.RunAsync(
            parsed,
            run => ChangeAsync(run, run.Get<AddCustomClaim>().RunAsync, new CustomClaim(parsed.GetValue(Claim)!, parsed.GetValue(Value), parsed.GetValue(Field))),
            cancel));
        return command;
    }

    private static Command RemoveCommand(CommandHost host)
    {
        Command command = new("remove", "Remove a claim.") { Application, Claim, CommonOptions.Pool, CommonOptions.Json };
        command.SetAction((parsed, cancel) => host.RunAsync(parsed, run => ChangeAsync(run, run.Get<RemoveCustomClaim>().RunAsync, parsed.GetValue(Claim)!), cancel));
        return command;
    }

    private static Command ListCommand(CommandHost host)
    {
        Command command = new("list", "List an application's own claims.") { Application, CommonOptions.Pool, CommonOptions.Json };
        command.SetAction((parsed, cancel) => host.RunAsync(parsed, ListAsync, cancel));
        return command;
    }

    private static async Task<Answer> ChangeAsync<T>(CommandRun run, Func<Actor, Guid, string, T, CancellationToken, Task<Outcome<Guid>>> operation, T claim) =>
        (await run.PoolAsync()).Refused(out var faults, out var poolId)
        || (await operation(Actor.CommandLine, poolId, run.Parsed.GetValue(Application)!, claim, run.Cancel)).Refused(out faults, out var id)
            ? Answer.Refused(faults)
            : Answer.Of(new { client_id = id.ToString("N") }, $"Changed {id:N}.");

    private static async Task<Answer> ListAsync(CommandRun run) =>
        (await run.PoolAsync()).Refused(out var faults, out var poolId)
        || (await run.Get<ListCustomClaims>().RunAsync(poolId, run.Parsed.GetValue(Application)!, run.Cancel)).Refused(out faults, out var claims)
            ? Answer.Refused(faults)
            : Answer.Of(new { claims }, [.. claims.Select(Line)]);

    internal static string Line(CustomClaim claim) => $"{claim.Name}  {claim.Value ?? $"(field {claim.Field})"}";
}
