using System.CommandLine;
using IdentitySource.Server.Composition;
using IdentitySource.Storage;

namespace IdentitySource.Server.Commands;

/// <summary>Brings the database's schema up to date, for those who do not leave that to the server.</summary>
internal static class MigrateCommand
{
    public static Command Create(CommandHost host)
    {
        Command command = new("migrate", "Bring the database's schema up to date.") { CommonOptions.Json };
        command.SetAction((parsed, cancel) => host.RunAsync(
            parsed,
            async (services, token) =>
            {
                var startup = services.GetRequiredService<DatabaseStartup>();
                await startup.ConnectAsync(DatabaseUse.Command, token);
                var steps = await startup.MigrateAsync(allowed: true, token);
                return Answer.Of(new { steps }, steps == 0 ? "The schema is up to date." : $"The schema was brought up to date in {steps} steps.");
            },
            cancel));
        return command;
    }
}
