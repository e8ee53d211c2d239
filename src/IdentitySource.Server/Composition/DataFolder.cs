namespace IdentitySource.Server.Composition;

/// <summary>The folder of what a deployment keeps beside its database. Looked at before anything is made in it.</summary>
internal static class DataFolder
{
    /// <summary>Makes it if it is not there.</summary>
    /// <exception cref="DataFolderException">It cannot be made, or nothing can be made in it.</exception>
    public static void EnsureWritable(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, $".probe-{Guid.NewGuid():N}");
            using FileStream file = new(probe, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose });
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException or IOException)
        {
            throw Cannot("written", folder, refused);
        }
    }

    /// <summary>Whether a file is in it; that of a folder which this user may not pass through is not taken for missing.</summary>
    /// <exception cref="DataFolderException">Nobody can say.</exception>
    public static bool Has(string folder, string name)
    {
        try
        {
            _ = File.GetAttributes(Path.Combine(folder, name));
            return true;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException or IOException)
        {
            throw Cannot("read", folder, refused);
        }
    }

    private static DataFolderException Cannot(string verb, string folder, Exception refused) => new(
        $"The data folder {folder} cannot be {verb} by the user {Environment.UserName}: {refused.Message} "
        + $"Give it to that user, or name another one as {DeploymentOptions.Section}__{nameof(DeploymentOptions.DataFolder)}.",
        refused);
}
