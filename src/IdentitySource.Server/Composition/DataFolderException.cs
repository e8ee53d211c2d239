namespace IdentitySource.Server.Composition;

/// <summary>The data folder cannot be used. The message is for the operator.</summary>
public sealed class DataFolderException : Exception
{
    public DataFolderException()
    {
    }

    public DataFolderException(string message)
        : base(message)
    {
    }

    public DataFolderException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
