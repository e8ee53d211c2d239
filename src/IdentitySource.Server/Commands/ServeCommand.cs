using System.CommandLine;
using IdentitySource.Server.Composition;

namespace IdentitySource.Server.Commands;

/// <summary>Runs the server; the arguments are configuration: <c>--urls …</c>, <c>--IdentitySource:PublicOrigin …</c>.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        Command command = new("serve", "Run the server, as without a command. Arguments are settings: --IdentitySource:PublicOrigin https://id.example.com")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction((parsed, _) => RunAsync([.. parsed.UnmatchedTokens]));
        return command;
    }

    public static Task<int> RunAsync(string[] args) => Failures.GuardAsync(() => ServeHost.RunAsync(args), System.Console.Error);
}
