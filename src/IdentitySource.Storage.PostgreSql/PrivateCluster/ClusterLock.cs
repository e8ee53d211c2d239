namespace IdentitySource.Storage.PostgreSql.PrivateCluster;

/// <summary>
/// A lock on a file that the kernel lets go when its process dies, however it dies (flock; .NET takes it for FileShare.None and
/// FileShare.Read). The file itself means nothing and stays. Opened for reading only, so that root and the owner can share one.
/// </summary>
internal sealed class ClusterLock : IDisposable
{
    private readonly FileStream file;

    private ClusterLock(FileStream file) => this.file = file;

    /// <summary>Null while another holds it alone.</summary>
    public static ClusterLock? TryShare(string path) => TryOpen(path, FileShare.Read);

    /// <summary>Null while anybody holds it.</summary>
    public static ClusterLock? TryTake(string path) => TryOpen(path, FileShare.None);

    /// <summary>Waits for its turn; null when patience ran out.</summary>
    public static async Task<ClusterLock?> TakeAsync(string path, TimeSpan patience, CancellationToken cancel)
    {
        var pause = TimeSpan.FromMilliseconds(50);
        var taken = TryTake(path);
        for (var waited = TimeSpan.Zero; taken is null && waited < patience; waited += pause)
        {
            await Task.Delay(pause, cancel);
            taken = TryTake(path);
        }

        return taken;
    }

    public void Dispose() => file.Dispose();

    private static ClusterLock? TryOpen(string path, FileShare share)
    {
        try
        {
            return new ClusterLock(new FileStream(path, FileMode.Open, FileAccess.Read, share));
        }
        catch (IOException held) when (held.GetType() == typeof(IOException))
        {
            // The sub-classes say that the folder is missing or the like; the bare one is the refused lock.
            return null;
        }
    }
}
