using System.CommandLine;
using System.Globalization;
using IdentitySource.Management;
using IdentitySource.Management.AccessKeys;

namespace IdentitySource.Server.Commands;

/// <summary><c>app access-key create|list|update|enable|disable|refresh|delete</c></summary>
internal static class AccessKeyCommands
{
    private static readonly Argument<string> Application = new("application") { Description = "The client id, or the authentication address." };

    private static readonly Argument<string> AccessKey = new("access-key") { Description = "The AK." };

    private static readonly Option<int> Lifetime = new("--token-lifetime")
    {
        Description = "Of its access tokens, in seconds; 600 by default.",
        DefaultValueFactory = _ => NewAccessKey.UsualLifetime,
    };

    private static readonly Option<string> Remark = CommonOptions.One<string>("--remark", "What it is for.");

    public static Command Create(CommandHost host) => new("access-key", "Programmatic access accounts (AK and SK) of an application, for client_credentials.")
    {
        Make(host, "create", "Make an account; prints AK and, this once, SK.", CreateAsync, Application, Lifetime, Remark),
        Make(host, "list", "List the accounts of an application.", ListAsync, Application),
        Make(host, "update", "Change its token lifetime or remark; what is not named stays as it is.", UpdateAsync, AccessKey, Lifetime, Remark),
        Make(host, "enable", "Let an account be used again.", run => EnableAsync(run, enabled: true), AccessKey),
        Make(host, "disable", "Refuse an account and end its access at once.", run => EnableAsync(run, enabled: false), AccessKey),
        Make(host, "refresh", "Give an account a new SK; the old one ends at once.", RefreshAsync, AccessKey),
        Make(host, "delete", "Delete an account with its rules.", DeleteAsync, AccessKey),
    };

    private static Command Make(
        CommandHost host, string name, string description, Func<CommandRun, Task<Answer>> run, Argument argument, params IReadOnlyList<Option> options)
    {
        Command command = new(name, description) { argument, CommonOptions.Pool, CommonOptions.Json };
        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, cancel) => host.RunAsync(parsed, run, cancel));
        return command;
    }

    private static async Task<Answer> CreateAsync(CommandRun run)
    {
        var parsed = run.Parsed;
        if ((await run.PoolAsync()).Refused(out var faults, out var poolId)
            || (await run.Get<CreateAccessKey>().RunAsync(
                Actor.CommandLine,
                new NewAccessKey(poolId, parsed.GetValue(Application)!, parsed.GetValue(Lifetime), parsed.GetValue(Remark)),
                run.Cancel)).Refused(out faults, out var issued))
        {
            return Answer.Refused(faults);
        }

        return Show(issued);
    }

    private static async Task<Answer> UpdateAsync(CommandRun run)
    {
        var parsed = run.Parsed;
        AccessKeySettings settings = new(CommonOptions.IsGiven(parsed, Lifetime) ? parsed.GetValue(Lifetime) : null, parsed.GetValue(Remark));
        return (await run.PoolAsync()).Refused(out var faults, out var poolId)
            || (await run.Get<UpdateAccessKey>().RunAsync(Actor.CommandLine, poolId, parsed.GetValue(AccessKey)!, settings, run.Cancel)).Refused(out faults, out var id)
                ? Answer.Refused(faults)
                : Answer.Of(new { access_key = id.ToString("N") }, $"Changed {id:N}.");
    }

    private static async Task<Answer> RefreshAsync(CommandRun run) =>
        (await run.PoolAsync()).Refused(out var faults, out var poolId)
        || (await run.Get<RefreshAccessKey>().RunAsync(Actor.CommandLine, poolId, run.Parsed.GetValue(AccessKey)!, run.Cancel)).Refused(out faults, out var issued)
            ? Answer.Refused(faults)
            : Show(issued);

    private static async Task<Answer> EnableAsync(CommandRun run, bool enabled) =>
        (await run.PoolAsync()).Refused(out var faults, out var poolId)
        || (await run.Get<EnableAccessKey>().RunAsync(Actor.CommandLine, poolId, run.Parsed.GetValue(AccessKey)!, enabled, run.Cancel)).Refused(out faults, out var id)
            ? Answer.Refused(faults)
            : Answer.Of(new { access_key = id.ToString("N"), enabled }, $"{(enabled ? "Enabled" : "Disabled")} {id:N}.");

    private static async Task<Answer> DeleteAsync(CommandRun run) =>
        (await run.PoolAsync()).Refused(out var faults, out var poolId)
        || (await run.Get<DeleteAccessKey>().RunAsync(Actor.CommandLine, poolId, run.Parsed.GetValue(AccessKey)!, run.Cancel)).Refused(out faults, out var id)
            ? Answer.Refused(faults)
            : Answer.Of(new { access_key = id.ToString("N") }, $"Deleted {id:N}.");

    private static async Task<Answer> ListAsync(CommandRun run)
    {
        if ((await run.PoolAsync()).Refused(out var faults, out var poolId)
            || (await run.Get<ListAccessKeys>().RunAsync(poolId, run.Parsed.GetValue(Application)!, run.Cancel)).Refused(out faults, out var keys))
        {
            return Answer.Refused(faults);
        }

        return Answer.Of(
            new { access_keys = keys.Select(key => new { key.AccessKey, key.Enabled, key.TokenLifetime, key.Remark, key.CreatedAt, key.LastUsedAt }) },
            [.. keys.Select(key => $"{key.AccessKey}  {(key.Enabled ? "" : "(disabled) ")}{key.TokenLifetime} s  {Used(key)}  {key.Remark}".TrimEnd())]);
    }

    private static string Used(ListedAccessKey key) =>
        key.LastUsedAt is { } at ? at.ToString("'last used' yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : "never used";

    private static Answer Show(IssuedAccessKey issued) => Answer.Of(
        new { issued.AccessKey, secret_key = issued.Secret, application = issued.ApplicationId.ToString("N") },
        $"access_key  {issued.AccessKey}",
        $"secret_key  {issued.Secret}",
        "The secret key is shown this once.");
}
