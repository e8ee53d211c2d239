using System.Text;

namespace IdentitySource.Storage.Keys;

/// <summary>The master key in the data folder: made at the first start, readable by its owner alone.</summary>
public static class MasterKeyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Together ten seconds; a key is made in a thousandth of it.</summary>
    private const int MostWaits = 1000;

    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(10);

    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public static MasterKey LoadOrCreate(string path)
    {
        if (!File.Exists(path))
        {
            Create(path);
        }

        return Load(path);
    }

    private static MasterKey Load(string path)
    {
        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
            {
                throw new MasterKeyException(
                    $"The master key file {path} can be read or changed by other users of this machine. Close it (chmod 600 {path}); "
                    + "if others may have read it, treat the keys under it as known to them.");
            }

            return MasterKey.Parse(File.ReadAllText(path, Encoding.ASCII), $"The file {path}");
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new MasterKeyException($"The master key file {path} cannot be read by this user.", refused);
        }
    }

    /// <summary>
    /// Written aside and moved into place: another process sees no file or the whole key. One at a time, because a move that must not
    /// replace anything looks first and moves then: of two, each would have its own key, and one of them none that is kept.
    /// </summary>
    private static void Create(string path)
    {
        using var turn = TakeTurn(path);
        if (File.Exists(path))
        {
            return;
        }

        var aside = $"{path}.{Guid.NewGuid():N}";
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        try
        {
            using (FileStream file = new(aside, options))
            {
                file.Write(Encoding.ASCII.GetBytes(MasterKey.New().ToBase64() + "\n"));
                file.Flush(flushToDisk: true);
            }

            File.Move(aside, path, overwrite: false);
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new MasterKeyException($"The master key file {path} cannot be written by this user.", refused);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(aside);
        }
    }

    private static FileStream TakeTurn(string path)
    {
        FileStreamOptions options = new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.None, Options = FileOptions.DeleteOnClose };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        for (var waits = 0; ; waits++)
        {
            try
            {
                return new FileStream(path + ".lock", options);
            }
            catch (UnauthorizedAccessException refused)
            {
                throw new MasterKeyException($"The master key file {path} cannot be written by this user.", refused);
            }
            catch (IOException held) when (waits < MostWaits && held is not DirectoryNotFoundException)
            {
                // By another process, which may be gone already.
                Thread.Sleep(Wait);
            }
        }
    }
}
