namespace IdentitySource.Storage.Keys;

/// <summary>The master key is missing, malformed, open to others, or not this database's. The message is for the operator.</summary>
public sealed class MasterKeyException : Exception
{
    public MasterKeyException()
    {
    }

    public MasterKeyException(string message)
        : base(message)
    {
    }

    public MasterKeyException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
