using System.CommandLine;
using IdentitySource.Management;
using IdentitySource.Management.Consents;
using IdentitySource.Management.Users;

namespace IdentitySource.Server.Commands;

/// <summary><c>consent withdraw</c></summary>
internal static class ConsentCommands
{
    private static readonly Argument<string> Application = new("application") { Description = "The client id, or the authentication address." };

    public static Command Create(CommandHost host)
    {
        Command withdraw = new("withdraw", "End what an application got from a person; it has to ask again.")
        {
            UserCommands.User, Application, CommonOptions.Pool, CommonOptions.Json,
        };
        withdraw.SetAction((parsed, cancel) => host.RunAsync(parsed, WithdrawAsync, cancel));
        return new Command("consent", "What people have allowed applications.") { withdraw };
    }

    private static async Task<Answer> WithdrawAsync(CommandRun run) =>
        (await run.PoolAsync()).Refused(out var faults, out var poolId)
        || (await run.Get<WithdrawConsent>().RunAsync(
            Actor.CommandLine,
            new UserName(poolId, run.Parsed.GetValue(UserCommands.User)!),
            run.Parsed.GetValue(Application)!,
            run.Cancel)).Refused(out faults, out var id)
            ? Answer.Refused(faults)
            : Answer.Of(new { id = id.ToString("N") }, $"Done: {id:N}.");
}
