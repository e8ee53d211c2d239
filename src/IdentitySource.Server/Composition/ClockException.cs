namespace IdentitySource.Server.Composition;

/// <summary>This machine's clock cannot be right. The message is for the operator.</summary>
public sealed class ClockException : Exception
{
    public ClockException()
    {
    }

    public ClockException(string message)
        : base(message)
    {
    }

    public ClockException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
