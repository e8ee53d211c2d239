namespace IdentitySource.Server.Composition;

/// <summary>There is no database to work with. The message is for the operator and holds nothing of the connection string but host and name.</summary>
public sealed class DatabaseException : Exception
{
    public DatabaseException()
    {
    }

    public DatabaseException(string message)
        : base(message)
    {
    }

    public DatabaseException(string message, Exception cause)
        : base(message, cause)
    {
    }

    public int ExitCode { get; init; } = ExitCodes.DatabaseUnreachable;
}
