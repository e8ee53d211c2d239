using System.CommandLine;
using System.Globalization;
using IdentitySource.Management;
using IdentitySource.Management.UserPools;

namespace IdentitySource.Server.Commands;

/// <summary><c>pool show|update|scope</c></summary>
internal static class PoolCommands
{
    private static readonly Option<bool?> SingleSignOn = CommonOptions.One<bool?>(
        "--single-sign-on", "true (default): one session for all applications; false: one for each. A change signs everybody out.");

    private static readonly Option<int?> PasswordMinLength = CommonOptions.One<int?>(
        "--password-min-length", "Characters that a new password needs at least, 8 to 64.");

    public static Command Create(CommandHost host) => new("pool", "User pools.")
    {
        ShowCommand(host),
        UpdateCommand(host),
        PoolScopeCommands.Create(host),
    };

    private static Command ShowCommand(CommandHost host)
    {
        Command command = new("show", "Show a user pool's settings.") { CommonOptions.Pool, CommonOptions.Json };
        command.SetAction((parsed, cancel) => host.RunAsync(
            parsed,
            async run => (await run.PoolAsync()).Refused(out var faults, out var poolId)
                ? Answer.Refused(faults)
                : Show(await run.Get<ShowPool>().RunAsync(poolId, run.Cancel)),
            cancel));
        return command;
    }

    private static Command UpdateCommand(CommandHost host)
    {
        Command command = new("update", "Change a user pool's settings.") { SingleSignOn, PasswordMinLength, CommonOptions.Pool, CommonOptions.Json };
        command.SetAction((parsed, cancel) => host.RunAsync(parsed, UpdateAsync, cancel));
        return command;
    }

    private static async Task<Answer> UpdateAsync(CommandRun run)
    {
        if ((await run.PoolAsync()).Refused(out var faults, out var poolId))
        {
            return Answer.Refused(faults);
        }

        PoolSettings settings = new() { PoolId = poolId, SingleSignOn = run.Parsed.GetValue(SingleSignOn), PasswordMinLength = run.Parsed.GetValue(PasswordMinLength) };
        return (await run.Get<UpdatePool>().RunAsync(Actor.CommandLine, settings, run.Cancel)).Refused(out faults, out var pool)
            ? Answer.Refused(faults)
            : Show(pool);
    }

    private static Answer Show(PoolState pool) =>
        Answer.Of(
            pool,
            $"name             {pool.Slug}",
            $"title            {pool.Name}",
            $"single sign-on   {(pool.SingleSignOn ? "on" : "off")}",
            string.Create(CultureInfo.InvariantCulture, $"password length  {pool.PasswordMinLength} or more"));
}
