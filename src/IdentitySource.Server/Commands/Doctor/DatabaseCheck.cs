using System.Data.Common;
using System.Net.Sockets;
using IdentitySource.Server.Composition;
using IdentitySource.Storage;
using IdentitySource.Storage.Ports;

namespace IdentitySource.Server.Commands.Doctor;

/// <summary>Whether the database answers, and is set up as it has to be. A private one is started for the look if need be, and never made.</summary>
internal static class DatabaseCheck
{
    private const string Name = "database";

    public static async Task<IReadOnlyList<Finding>> RunAsync(Patient patient, CancellationToken cancel)
    {
        var engine = patient.Get<IDatabaseEngine>();
        var faults = patient.Get<IDatabaseFaults>();
        if (patient.Options.ConnectionString is null && !engine.HasPrivate(patient.Options.DataFolder))
        {
            return [new Finding(Name, Health.Warning, "There is no private database yet.", "The first start makes it. Or name a database in ConnectionStrings__Default.")];
        }

        try
        {
            await patient.Get<DatabaseStartup>().ConnectAsync(DatabaseUse.Command, cancel);
            var facts = await engine.ReadFactsAsync(patient.Get<DbDataSource>(), cancel);
            patient.Facts = facts;
            var answers = $"{facts.Version} answers: {engine.Describe(patient.Get<DatabaseConnection>().ConnectionString)}.";
            return facts.Faults.Count == 0
                ? [new Finding(Name, Health.Good, answers)]
                : [.. facts.Faults.Select(fault => new Finding(Name, Health.Bad, fault.Sentence))];
        }
        catch (Exception failure) when (!faults.IsForbidden(failure) && (faults.IsOutage(failure)
            || failure is DatabaseException or PrivateDatabaseException or DataFolderException or DbException or TimeoutException or SocketException))
        {
            return [new Finding(Name, Health.Bad, failure.Message, "See that it runs, that this machine may reach it, and that its name, user and password are right.")];
        }
    }
}
