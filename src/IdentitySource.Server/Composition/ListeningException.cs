namespace IdentitySource.Server.Composition;

/// <summary>The server cannot listen where it is told to. The message is for the operator.</summary>
public sealed class ListeningException : Exception
{
    public ListeningException()
    {
    }

    public ListeningException(string message)
        : base(message)
    {
    }

    public ListeningException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
