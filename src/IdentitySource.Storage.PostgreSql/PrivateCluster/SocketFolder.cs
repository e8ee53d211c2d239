using System.Security.Cryptography;
using System.Text;

namespace IdentitySource.Storage.PostgreSql.PrivateCluster;

/// <summary>
/// Where the cluster's socket is. Whoever reaches it is superuser of the cluster (authentication is <c>trust</c>), so the folder is
/// closed to everybody but the owner: that is the whole access control, and there is no TCP port.
/// </summary>
internal static class SocketFolder
{
    private const string SocketName = ".s.PGSQL.5432";

    /// <summary>sun_path holds 108 bytes with the closing zero.</summary>
    private const int LongestPath = 107;

    public static string SocketIn(string folder) => Path.Combine(folder, SocketName);

    /// <summary>The folder for a cluster that is about to start.</summary>
    public static async Task<string> MakeAsync(ClusterFolders folders, CancellationToken cancel)
    {
        var near = Path.Combine(folders.Home, "run");
        var folder = Fits(near) ? near : Path.Combine(ShortPlace(), "identitysource-" + ShortName(folders.Home));
        if (folder == near)
        {
            await folders.Account.DoAsync("mkdir", ["-p", "-m", "0700", near], cancel);
        }
        else
        {
            await folders.Account.MakeFolderAsync(folder, cancel);
        }

        if (!Fits(folder) || !await IsOursAsync(folders, folder, cancel))
        {
            throw new PrivateDatabaseException(
                $"{folder} cannot hold the database's socket: its path is too long, or somebody else made it first. "
                + "Choose a data folder with a shorter path.");
        }

        // Nothing runs here. Unlike the cluster's own pid file, this lock guards no data: it may name a zombie that would pass for alive.
        await folders.Account.DoAsync("rm", ["-f", SocketIn(folder), SocketIn(folder) + ".lock"], cancel);
        return folder;
    }

    /// <summary>Short enough for a socket, and free of what a connection string or PostgreSQL's settings would read as more than a path.</summary>
    private static bool Fits(string folder) =>
        Encoding.UTF8.GetByteCount(SocketIn(folder)) <= LongestPath
        && folder.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '.' or '-' or '_');

    /// <summary>A stranger may have made a folder of this name in a place where everybody can: ours belongs to us and is closed.</summary>
    public static async Task<bool> IsOursAsync(ClusterFolders folders, string folder, CancellationToken cancel) =>
        Directory.Exists(folder)
        && new FileInfo(folder).LinkTarget is null
        && File.GetUnixFileMode(folder) == ClusterFolders.Private
        && (await folders.Account.RunAsync("test", ["-O", folder], cancel)).ExitCode == 0;

    /// <summary>Takes away the folder of a stopped cluster that is not in the cluster's own.</summary>
    public static void Remove(string folder, string home)
    {
        if (!folder.StartsWith(home + "/", StringComparison.Ordinal) && Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string ShortPlace() =>
        Environment.IsPrivilegedProcess ? "/run"
        : Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 and < 60 } own && Directory.Exists(own) ? own
        : "/tmp";

    private static string ShortName(string home) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(home)))[..12];
}
