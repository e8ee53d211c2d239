namespace IdentitySource.Storage.PostgreSql.PrivateCluster;

/// <summary>Where a private cluster lives and how it runs. Everything else about it is decided by what is found there.</summary>
/// <param name="DataFolder">The server's data folder; the cluster keeps to its sub-folder <c>pg</c>.</param>
/// <param name="Durable">False only for throw-away databases: a crash may then lose or corrupt everything.</param>
/// <param name="MaxConnections">PostgreSQL's own limit, all pools of all processes together.</param>
/// <param name="BinariesFolder">Where <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c> are; null looks in the usual places.</param>
public sealed record PrivateClusterOptions(
    string DataFolder,
    bool Durable = true,
    int MaxConnections = 60,
    string? BinariesFolder = null);
