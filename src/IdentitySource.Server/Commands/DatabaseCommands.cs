using System.CommandLine;
using System.Diagnostics;
using IdentitySource.Management;
using IdentitySource.Server.Composition;
using IdentitySource.Storage.PostgreSql.PrivateCluster;
using Npgsql;

namespace IdentitySource.Server.Commands;

/// <summary><c>db psql</c>: a look into the database, private or not.</summary>
internal static class DatabaseCommands
{
    private static readonly Option<string> Statement = CommonOptions.One<string>("--command", "Run this and end.");

    private static readonly Option<bool> Print = CommonOptions.One<bool>("--print", "Print the connection, do not open it.");

    public static Command Create(CommandHost host)
    {
        Command psql = new("psql", "Open the database with psql.") { Statement, Print, CommonOptions.Json };
        psql.SetAction((parsed, cancel) => host.RunAsync(parsed, (services, token) => RunAsync(services, parsed, token), cancel));
        return new Command("db", "The database.") { psql };
    }

    private static async Task<Answer> RunAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancel)
    {
        var startup = services.GetRequiredService<DatabaseStartup>();
        await startup.ConnectAsync(ClusterUse.Command, cancel);
        NpgsqlConnectionStringBuilder connection = new(startup.Connection.ConnectionString);
        return parsed.GetValue(Print) || CommonOptions.IsJson(parsed)
            ? Answer.Of(
                new { connection.Host, connection.Port, connection.Database, connection.Username },
                $"psql -h {connection.Host} -p {connection.Port} -U {connection.Username} {connection.Database}")
            : await OpenAsync(connection, parsed.GetValue(Statement), cancel);
    }

    private static async Task<Answer> OpenAsync(NpgsqlConnectionStringBuilder connection, string? statement, CancellationToken cancel)
    {
        ProcessStartInfo start = new("psql")
        {
            // The password in the environment and not among the arguments, which every user of the machine can list.
            Environment =
            {
                ["PGHOST"] = connection.Host,
                ["PGPORT"] = connection.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
                ["PGDATABASE"] = connection.Database,
                ["PGUSER"] = connection.Username,
                ["PGPASSWORD"] = connection.Password,
            },
        };
        if (statement is not null)
        {
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add(statement);
        }

        try
        {
            using var psql = Process.Start(start)!;
            await psql.WaitForExitAsync(cancel);
            return new Answer(null, [], []) { ExitCode = psql.ExitCode };
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return Answer.Refused([new Fault("psql", "psql_missing", "The program psql is not installed (Debian: postgresql-client).")]);
        }
    }
}
