namespace IdentitySource.Storage;

/// <summary>The private database cannot run. The message is for the operator: what is wrong, and how to mend it.</summary>
public sealed class PrivateDatabaseException : Exception
{
    public PrivateDatabaseException()
    {
    }

    public PrivateDatabaseException(string message)
        : base(message)
    {
    }

    public PrivateDatabaseException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
