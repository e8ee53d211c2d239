using System.CommandLine;
using IdentitySource.Management;
using IdentitySource.Management.Setup;
using IdentitySource.Server.Tenancy;

namespace IdentitySource.Server.Commands;

/// <summary>A new one-time link to the set-up page, when the one in the log has run out.</summary>
internal static class SetupLinkCommand
{
    public static Command Create(CommandHost host)
    {
        Command command = new("setup-link", "Print a one-time link to the set-up page; only while there is no administrator.") { CommonOptions.Json };
        command.SetAction((parsed, cancel) => host.RunAsync(parsed, PrintAsync, cancel));
        return command;
    }

    private static async Task<Answer> PrintAsync(CommandRun run)
    {
        if ((await run.Get<CreateSetupLink>().RunAsync(Actor.CommandLine, run.Cancel)).Refused(out var faults, out var link))
        {
            return Answer.Refused(faults);
        }

        var address = run.Get<AddressPlan>().PublicOrigin + link.Path;
        return Answer.Of(new { link = address, link.ExpiresAt }, address, $"Good once, until {link.ExpiresAt:u}.");
    }
}
