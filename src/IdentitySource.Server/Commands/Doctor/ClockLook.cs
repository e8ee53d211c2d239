using IdentitySource.Server.Composition;
using IdentitySource.Storage;

namespace IdentitySource.Server.Commands.Doctor;

/// <summary>This machine's clock beside the database's, and beside what is written there.</summary>
internal static class ClockLook
{
    private const string Name = "clock";

    public static async Task<IReadOnlyList<Finding>> RunAsync(Patient patient, CancellationToken cancel)
    {
        if (patient.Facts is not { } facts)
        {
            return [new Finding(Name, Health.Skipped, "Without a database there is no other clock to compare with.")];
        }

        var newest = patient.Schema is null ? null : await patient.Get<DeploymentMemory>().FindNewestAsync(cancel);
        var clock = patient.Get<ClockCheck>();
        return clock.FindFault(facts.Clock, newest) is { } fault ? [new Finding(Name, Health.Bad, fault)]
            : clock.FindDifference(facts.Clock) is { } difference ? [new Finding(Name, Health.Warning, difference)]
            : [new Finding(Name, Health.Good, "This machine's clock and the database's agree.")];
    }
}
