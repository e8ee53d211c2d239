namespace IdentitySource.Storage;

/// <summary>The database's tables are not this program's, or not of its age. The message is for the operator.</summary>
public sealed class SchemaException : Exception
{
    public SchemaException()
    {
    }

    public SchemaException(string message)
        : base(message)
    {
    }

    public SchemaException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
