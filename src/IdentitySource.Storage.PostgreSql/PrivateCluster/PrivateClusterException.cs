namespace IdentitySource.Storage.PostgreSql.PrivateCluster;

/// <summary>The private cluster cannot run. The message is for the operator: what is wrong, and how to mend it.</summary>
public sealed class PrivateClusterException : Exception
{
    public PrivateClusterException()
    {
    }

    public PrivateClusterException(string message)
        : base(message)
    {
    }

    public PrivateClusterException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
