namespace IdentitySource.Storage.PostgreSql.PrivateCluster;

/// <summary>
/// What <c>postmaster.pid</c> tells of the process that last ran on a cluster. The file outlives a crash, and its pid may meanwhile be
/// a zombie or belong to somebody else, so the pid alone proves nothing.
/// </summary>
internal sealed record Postmaster(int Pid, string StartedAt, string SocketFolder)
{
    public const string FileName = "postmaster.pid";

    /// <summary>Null when the cluster was stopped properly, or the file is just being written.</summary>
    public static Postmaster? Find(string cluster)
    {
        if (ReadOrNull(Path.Combine(cluster, FileName)) is not { } text)
        {
            return null;
        }

        // pid, data folder, start time, port, socket folder, …; the first three come first, the others a moment later.
        var lines = text.Split('\n');
        return int.TryParse(lines[0], out var pid)
            ? new Postmaster(pid, lines.ElementAtOrDefault(2) ?? "", lines.ElementAtOrDefault(4) ?? "")
            : null;
    }

    /// <summary>
    /// Is that process alive and running on this very cluster? True too while it starts or stops. Read from /proc: a command line is
    /// readable for everybody and empty for a zombie. The folder is compared by its pid file, because one folder has many spellings.
    /// </summary>
    public bool IsAlive()
    {
        var words = (ReadOrNull($"/proc/{Pid}/cmdline") ?? "").Split('\0');
        var folder = Array.IndexOf(words, "-D") + 1;
        return Path.GetFileName(words[0]) is "postgres" or "postmaster"
            && folder > 0 && folder < words.Length
            && Find(words[folder]) is { } other && other.Pid == Pid && other.StartedAt == StartedAt;
    }

    private static string? ReadOrNull(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }
}
