using IdentitySource.Storage.Keys;

namespace IdentitySource.Server.Composition;

/// <summary>Where the master key is: in the configuration, or in a file of the data folder.</summary>
public sealed class MasterKeyPlace(DeploymentOptions options)
{
    private const string FileName = "master.key";

    private string FilePath => Path.Combine(options.DataFolder, FileName);

    public bool IsMissing => options.MasterKey is null && !DataFolder.Has(options.DataFolder, FileName);

    public MasterKey LoadOrCreate()
    {
        if (options.MasterKey is { } given)
        {
            return MasterKey.Parse(given, $"{DeploymentOptions.Section}__{nameof(options.MasterKey)}");
        }

        if (IsMissing)
        {
            DataFolder.EnsureWritable(options.DataFolder);
        }

        return MasterKeyFile.LoadOrCreate(FilePath);
    }

    /// <summary>Before a new key is made, and before anything is changed: a database that was set up with one can be read with no other.</summary>
    /// <param name="known">What the database remembers.</param>
    /// <exception cref="MasterKeyException">The key is missing, or another one.</exception>
    public void Check(byte[]? known)
    {
        if (known is null)
        {
            return;
        }

        if (IsMissing)
        {
            throw new MasterKeyException(
                $"The master key is missing: there is no file {FilePath}, and the database was set up with a key. Put the file back from your backup, "
                + $"or give the key as {DeploymentOptions.Section}__{nameof(options.MasterKey)}. No new one was made.");
        }

        MasterKeyCheck.Compare(known, LoadOrCreate());
    }
}
