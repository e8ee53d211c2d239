using IdentitySource.Storage;

namespace IdentitySource.Server.Commands.Doctor;

/// <summary>Whose tables are in the database, and whether they are of this program's age.</summary>
internal static class SchemaCheck
{
    private const string Name = "schema";

    public static async Task<IReadOnlyList<Finding>> RunAsync(Patient patient, CancellationToken cancel)
    {
        if (patient.Facts is null)
        {
            return [];
        }

        try
        {
            var age = await patient.Get<Schema>().ReadAsync(cancel);
            patient.Schema = age.HasMemory ? age : null;
            return [Judge(age, patient.Options.Migrate)];
        }
        catch (SchemaException refused)
        {
            return [new Finding(Name, Health.Bad, refused.Message)];
        }
    }

    private static Finding Judge(SchemaAge age, bool migrates)
    {
        var mend = migrates ? "The next start of the server applies them; back the database up before." : "Back the database up, then run the command 'migrate'.";
        return age.Missing == 0
            ? new Finding(Name, Health.Good, $"All {age.Applied} migrations are applied.")
            : new Finding(Name, Health.Warning, $"{age.Missing} of {age.Applied + age.Missing} migrations are not applied yet.", mend);
    }
}
