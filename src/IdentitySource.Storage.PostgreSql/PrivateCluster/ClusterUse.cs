namespace IdentitySource.Storage.PostgreSql.PrivateCluster;

/// <summary>What a process wants the cluster for. One server owns a data folder; commands may run beside it.</summary>
public enum ClusterUse
{
    Server,
    Command,
}
