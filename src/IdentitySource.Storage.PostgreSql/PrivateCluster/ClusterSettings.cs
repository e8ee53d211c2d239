namespace IdentitySource.Storage.PostgreSql.PrivateCluster;

/// <summary>
/// The settings of the cluster, in a file that <c>postgresql.conf</c> includes last and that is written anew at every start. An
/// operator's own settings go through ALTER SYSTEM, which wins over both.
/// </summary>
internal static class ClusterSettings
{
    private const string FileName = "identitysource.conf";

    /// <summary>Makes a fresh cluster read the file.</summary>
    public static Task IncludeAsync(ClusterAccount account, string cluster, CancellationToken cancel) =>
        account.DoAsync("sh", ["-c", $"echo \"include_if_exists '{FileName}'\" >> \"$1\"", "sh", Path.Combine(cluster, "postgresql.conf")], cancel);

    public static Task WriteAsync(ClusterFolders folders, string socketFolder, PrivateClusterOptions options, CancellationToken cancel)
    {
        var text = $"""
            # Written at every start of IdentitySource. Change a setting with ALTER SYSTEM.
            listen_addresses = ''
            port = 5432
            unix_socket_directories = '{socketFolder}'
            unix_socket_permissions = 0700
            shared_buffers = 32MB
            max_connections = {options.MaxConnections}
            wal_level = minimal
            max_wal_senders = 0
            jit = off

            """;
        if (!options.Durable)
        {
            text += """
                fsync = off
                synchronous_commit = off
                full_page_writes = off

                """;
        }

        return folders.Account.WriteAsync(Path.Combine(folders.Cluster, FileName), text, cancel);
    }
}
