using System.CommandLine;
using IdentitySource.Management;
using IdentitySource.Management.Keys;
using IdentitySource.Protocol.Jose;

namespace IdentitySource.Server.Commands;

/// <summary><c>keys list|rotate|revoke</c></summary>
internal static class KeyCommands
{
    private const string Shared = "(shared)";

    private static readonly Option<string> Application = CommonOptions.One<string>("--app", "Only this application's server: client id or address.");

    private static readonly Option<SigningAlgorithm?> Algorithm = CommonOptions.One<SigningAlgorithm?>("--alg", "Only RS256 or ES256.");

    private static readonly Option<bool> Now =
        CommonOptions.One<bool>("--now", "The next key signs at once, also where relying parties may not have fetched it yet.");

    private static readonly Argument<string> Kid = new("kid") { Description = "The key's id; after -- when it begins with a hyphen." };

    public static Command Create(CommandHost host) => new("keys", "Signing keys.")
    {
        Make("list", "List the signing keys of a user pool.", ListAsync, host, []),
        Make("rotate", "Let the next keys take over; the old ones stay until their last token is dead.", RotateAsync, host, [Application, Algorithm, Now]),
        RevokeCommand(host),
    };

    private static Command Make(string name, string description, Func<CommandRun, Task<Answer>> run, CommandHost host, IReadOnlyList<Option> options)
    {
        Command command = new(name, description) { CommonOptions.Pool, CommonOptions.Json };
        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, cancel) => host.RunAsync(parsed, run, cancel));
        return command;
    }

    private static Command RevokeCommand(CommandHost host)
    {
        var command = Make("revoke", "Take a key out at once; what it signed is refused from then on.", RevokeAsync, host, []);
        command.Arguments.Add(Kid);
        return command;
    }

    private static async Task<Answer> ListAsync(CommandRun run)
    {
        if ((await run.PoolAsync()).Refused(out var faults, out var poolId))
        {
            return Answer.Refused(faults);
        }

        var keys = await run.Get<ListKeys>().RunAsync(poolId, run.Cancel);
        return Answer.Of(
            new { keys = keys.Select(key => new { key.Application, alg = key.Algorithm.Name(), key.Kid, key.State, key.CreatedAt, key.SignsFrom, key.LastsUntil }) },
            [.. keys.Select(key => $"{key.Application ?? Shared,-24}  {key.Algorithm.Name()}  {key.State,-8}  {key.Kid}  {Dates(key)}".TrimEnd())]);
    }

    private static string Dates(ListedKey key) =>
        (key.SignsFrom is { } from ? $"signs from {from:u} " : "") + (key.LastsUntil is { } until ? $"lasts until {until:u}" : "");

    private static async Task<Answer> RotateAsync(CommandRun run)
    {
        var parsed = run.Parsed;
        if ((await run.PoolAsync()).Refused(out var faults, out var poolId) || (await run.Get<RotateKeys>().RunAsync(
            Actor.CommandLine,
            new KeysToRotate(poolId, parsed.GetValue(Application), parsed.GetValue(Algorithm), parsed.GetValue(Now)),
            run.Cancel)).Refused(out faults, out var rotated))
        {
            return Answer.Refused(faults);
        }

        return Answer.Of(
            new { keys = rotated.Select(ring => new { ring.Application, alg = ring.Algorithm.Name(), ring.Kid, ring.SignsFrom, retired = ring.RetiredKid }) },
            [.. rotated.Select(ring => $"{ring.Application ?? Shared,-24}  {ring.Algorithm.Name()}  {ring.Kid}  signs from {ring.SignsFrom:u}")]);
    }

    private static async Task<Answer> RevokeAsync(CommandRun run) =>
        (await run.PoolAsync()).Refused(out var faults, out var poolId)
        || (await run.Get<RevokeKey>().RunAsync(Actor.CommandLine, poolId, run.Parsed.GetValue(Kid)!, run.Cancel)).Refused(out faults, out var kid)
            ? Answer.Refused(faults)
            : Answer.Of(new { kid }, $"Revoked {kid}.");
}
