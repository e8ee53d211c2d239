using IdentitySource.Server.Composition;

namespace IdentitySource.Server.Commands.Doctor;

/// <summary>Whether this user can work in the data folder. Tried without leaving a trace; the folder is never made.</summary>
internal static class DataFolderCheck
{
    private const string Name = "data folder";

    public static Task<IReadOnlyList<Finding>> RunAsync(Patient patient, CancellationToken cancel) => Task.FromResult<IReadOnlyList<Finding>>([Look(patient.Options)]);

    private static Finding Look(DeploymentOptions options)
    {
        var folder = options.DataFolder;
        if (options is { MasterKey: not null, ConnectionString: not null })
        {
            return new Finding(Name, Health.Skipped, "Nothing is kept in it: master key and database are given.");
        }

        if (!Directory.Exists(folder))
        {
            return new Finding(Name, Health.Warning, $"{folder} is not there.", "The first start makes it. If it was there before, bring it back: the master key is in it.");
        }

        try
        {
            DataFolder.EnsureWritable(folder);
            return new Finding(Name, Health.Good, $"{folder} can be read and written.");
        }
        catch (DataFolderException refused)
        {
            return new Finding(Name, Health.Bad, refused.Message);
        }
    }
}
