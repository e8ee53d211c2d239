namespace IdentitySource.Storage.PostgreSql.PrivateCluster;

/// <summary>
/// The places of one private cluster: all in one folder (<see cref="Home"/>) that belongs to the account PostgreSQL runs as.
/// Normally that is <c>pg</c> in the data folder. When root's data folder is beyond that account's reach (a home of mode 0700),
/// <c>pg</c> is a symbolic link to a folder below /var/lib.
/// </summary>
internal sealed record ClusterFolders(string Home, ClusterAccount Account)
{
    private const string Elsewhere = "/var/lib/identitysource";

    public const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Passable = Private | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public string Cluster => Path.Combine(Home, "cluster");

    /// <summary>Where initdb works; renamed when it is done, so that a crashed initdb never looks like a cluster.</summary>
    public string Unfinished => Path.Combine(Home, "cluster.init");

    public string Log => Path.Combine(Home, "log");

    /// <summary>Held by the one server of this data folder.</summary>
    public string ServerLock => Path.Combine(Home, "server.lock");

    /// <summary>Held for the moment of starting or stopping.</summary>
    public string GateLock => Path.Combine(Home, "gate.lock");

    /// <summary>Shared by all who use the cluster; who gets it alone is the last and stops it.</summary>
    public string UsersLock => Path.Combine(Home, "users.lock");

    public static async Task<ClusterFolders> PrepareAsync(string dataFolder, CancellationToken cancel)
    {
        var data = Path.GetFullPath(dataFolder);
        var home = Path.Combine(data, "pg");
        if (home.AsSpan().IndexOfAny("\"$`\\\n") >= 0)
        {
            // pg_ctl hands the path to a shell inside double quotes.
            throw new PrivateDatabaseException($"PostgreSQL cannot be started in a folder with any of \" $ ` \\ in its path: {data}. Choose another data folder.");
        }

        try
        {
            var account = await ClusterAccount.ForAsync(home, cancel);
            await MakeAsync(data, home, account, cancel);
            // The account may not be able to pass through the folders that lead to a link, only through those of its target.
            var real = new DirectoryInfo(home).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? home;
            ClusterFolders folders = new(real, account);
            await folders.CheckReachAsync(cancel);
            return folders;
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new PrivateDatabaseException(
                $"The data folder {data} is not accessible to the user {Environment.UserName}: {refused.Message} "
                + "Start as the user that owns it, or choose another data folder.", refused);
        }
    }

    private static async Task MakeAsync(string data, string home, ClusterAccount account, CancellationToken cancel)
    {
        Directory.CreateDirectory(data, account.UserName is null ? Private : Passable);
        if (Directory.Exists(home))
        {
            return;
        }

        if (new FileInfo(home).LinkTarget is { } gone)
        {
            throw new PrivateDatabaseException($"The database of {data} was kept in {gone}, which is missing. Bring it back, or remove the link {home} to begin anew.");
        }

        if (account.UserName is not null && !await account.ReachesAsync(data, cancel))
        {
            // The last folder is ours, and the right to pass through it shows nothing of what is in it. The ones above are not ours.
            File.SetUnixFileMode(data, File.GetUnixFileMode(data) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }

        if (await account.ReachesAsync(data, cancel))
        {
            await account.MakeFolderAsync(home, cancel);
            return;
        }

        Directory.CreateDirectory(Elsewhere, Passable);
        var elsewhere = Path.Combine(Elsewhere, Guid.NewGuid().ToString("N"));
        await account.MakeFolderAsync(elsewhere, cancel);
        Directory.CreateSymbolicLink(home, elsewhere);
    }

    /// <summary>A folder that was moved, restored by root or opened too far is put right where that is ours to do; else the message says it.</summary>
    private async Task CheckReachAsync(CancellationToken cancel)
    {
        if (Account.UserName is { } name)
        {
            var owner = await Root.RunAsync("stat", ["--format=%U", Home], cancel);
            if (owner.Output.Trim() != name)
            {
                await Root.DoAsync("chown", ["-R", "-h", name, Home], cancel);
            }
        }

        if (!await Account.ReachesAsync(Home, cancel))
        {
            throw new PrivateDatabaseException(
                $"The account '{Account.UserName ?? Environment.UserName}' that PostgreSQL runs as cannot reach {Home}. "
                + "Give it the right to pass through the folders above (chmod o+x), or choose another data folder.");
        }

        if (Directory.Exists(Cluster) && File.GetUnixFileMode(Cluster) != Private)
        {
            // PostgreSQL refuses a folder that others may enter.
            await Account.DoAsync("chmod", ["0700", Cluster], cancel);
        }

        await Account.DoAsync("touch", [ServerLock, GateLock, UsersLock], cancel);
    }

    private static ClusterAccount Root => new(UserName: null);
}
