using System.CommandLine;
using System.Diagnostics;
using IdentitySource.Management;
using IdentitySource.Server.Composition;
using IdentitySource.Storage;
using IdentitySource.Storage.Ports;

namespace IdentitySource.Server.Commands;

/// <summary><c>db shell</c>: a look into the database, private or not.</summary>
internal static class DatabaseCommands
{
    private static readonly Option<string> Statement = CommonOptions.One<string>("--command", "Run this and end.");

    private static readonly Option<bool> Print = CommonOptions.One<bool>("--print", "Print the command, do not run it.");

    public static Command Create(CommandHost host)
    {
        Command open = new("shell", "Open the database with its own program: psql, sqlcmd.") { Statement, Print, CommonOptions.Json };
        open.SetAction((parsed, cancel) => host.RunAsync(parsed, (services, token) => RunAsync(services, parsed, token), cancel));
        return new Command("db", "The database.") { open };
    }

    private static async Task<Answer> RunAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancel)
    {
        var startup = services.GetRequiredService<DatabaseStartup>();
        await startup.ConnectAsync(DatabaseUse.Command, cancel);
        var shell = services.GetRequiredService<IDatabaseEngine>().Shell(startup.Connection.ConnectionString);
        return parsed.GetValue(Print) || CommonOptions.IsJson(parsed)
            ? Answer.Of(new { shell.Program, shell.Arguments }, shell.ToString())
            : await OpenAsync(shell, parsed.GetValue(Statement), cancel);
    }

    private static async Task<Answer> OpenAsync(DatabaseShell shell, string? statement, CancellationToken cancel)
    {
        ProcessStartInfo start = new(shell.Program, statement is null ? shell.Arguments : [.. shell.Arguments, shell.Statement, statement]);
        foreach (var (name, value) in shell.Environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            using var program = Process.Start(start)!;
            await program.WaitForExitAsync(cancel);
            return new Answer(null, [], []) { ExitCode = program.ExitCode };
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return Answer.Refused([new Fault("shell", "shell_missing", $"The program {shell.Program} is not installed ({shell.Package}).")]);
        }
    }
}
