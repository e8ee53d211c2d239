using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using IdentitySource.Server.Composition;

namespace IdentitySource.Server.Commands;

/// <summary>The program's commands. Without one it serves; what then stands on the command line is configuration.</summary>
public static class CommandLine
{
    public static Task<int> RunAsync(string[] args) =>
        args is [] || (args[0].StartsWith("--", StringComparison.Ordinal) && args[0] is not ("--help" or "--version"))
            ? ServeCommand.RunAsync(args)
            : RunAsync(args, CommandHost.OfThisProcess);

    /// <summary>Any command, with its surroundings given.</summary>
    public static async Task<int> RunAsync(string[] args, CommandHost host)
    {
        var parsed = Root(host).Parse(args);
        InvocationConfiguration invocation = new() { Output = host.Output, Error = host.Error, EnableDefaultExceptionHandler = false };
        if (parsed.Action is ParseErrorAction)
        {
            await parsed.InvokeAsync(invocation);
            return ExitCodes.Usage;
        }

        return await Failures.GuardAsync(() => parsed.InvokeAsync(invocation), host.Error);
    }

    private static RootCommand Root(CommandHost host)
    {
        RootCommand root = new("IdentitySource: sign-in for your applications. Without a command it serves.")
        {
            ServeCommand.Create(),
            MigrateCommand.Create(host),
            SetupLinkCommand.Create(host),
            HealthcheckCommand.Create(host),
            DoctorCommand.Create(host),
            PoolCommands.Create(host),
            ApplicationCommands.Create(host),
            UserCommands.Create(host),
            ConsentCommands.Create(host),
            MemberCommands.CreateGroup(host),
            MemberCommands.CreateRole(host),
            ResourceCommands.Create(host),
            RuleCommands.Create(host),
            KeyCommands.Create(host),
            ConfigurationCommands.Export(host),
            ConfigurationCommands.Apply(host),
            ApiKeyCommands.Create(host),
            DemoCommands.Create(host),
            SeedCommand.Create(host),
            DatabaseCommands.Create(host),
        };
        return root;
    }
}
