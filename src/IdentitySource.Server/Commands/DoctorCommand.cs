using System.CommandLine;
using IdentitySource.Server.Commands.Doctor;
using IdentitySource.Server.Composition;
using IdentitySource.Storage.Ports;

namespace IdentitySource.Server.Commands;

/// <summary><c>doctor</c>: looks at everything that a server needs, says what is wrong and how to mend it, and changes nothing.</summary>
internal static class DoctorCommand
{
    /// <summary>In the order of what leans on what.</summary>
    private static readonly Func<Patient, CancellationToken, Task<IReadOnlyList<Finding>>>[] Checks =
    [
        SettingsCheck.RunAsync,
        DataFolderCheck.RunAsync,
        DatabaseCheck.RunAsync,
        SchemaCheck.RunAsync,
        ClockLook.RunAsync,
        KeyCheck.RunAsync,
        PublicOriginCheck.RunAsync,
        MailCheck.RunAsync,
    ];

    public static Command Create(CommandHost host)
    {
        Command command = new("doctor", "Look for what is wrong, and say how to mend it; changes nothing.") { CommonOptions.Json };
        command.SetAction((parsed, cancel) => host.RunAsync(parsed, ExamineAsync, cancel));
        return command;
    }

    private static async Task<Answer> ExamineAsync(IServiceProvider services, CancellationToken cancel)
    {
        Patient patient = new(services);
        List<Finding> findings = [];
        foreach (var check in Checks)
        {
            findings.AddRange(await LookAsync(check, patient, cancel));
        }

        var bad = findings.Count(each => each.Health == Health.Bad);
        var warnings = findings.Count(each => each.Health == Health.Warning);
        return Answer.Of(
            new { healthy = bad == 0, findings },
            [.. findings.SelectMany(Lines), bad == 0 && warnings == 0 ? "All is well." : $"To be mended: {bad}. Warnings: {warnings}."]) with
        {
            ExitCode = bad == 0 ? ExitCodes.Done : ExitCodes.Unwell,
        };
    }

    /// <summary>Any question can be the first that the database's account may not ask; the later ones then go without the database.</summary>
    private static async Task<IReadOnlyList<Finding>> LookAsync(
        Func<Patient, CancellationToken, Task<IReadOnlyList<Finding>>> check, Patient patient, CancellationToken cancel)
    {
        try
        {
            return await check(patient, cancel);
        }
        catch (Exception failure) when (patient.Get<IDatabaseFaults>().IsForbidden(failure))
        {
            (patient.Facts, patient.Schema, patient.KeysOpen) = (null, null, false);
            return [new Finding("rights", Health.Bad, Failures.Forbidden(failure))];
        }
    }

    private static IEnumerable<string> Lines(Finding found)
    {
        yield return $"{Word(found.Health),-8} {found.Check,-14} {found.What}";
        if (found.Mend is { } mend)
        {
            yield return $"{"",-23} -> {mend}";
        }
    }

    private static string Word(Health health) => health switch
    {
        Health.Good => "good",
        Health.Skipped => "-",
        Health.Warning => "warning",
        _ => "BAD",
    };
}
