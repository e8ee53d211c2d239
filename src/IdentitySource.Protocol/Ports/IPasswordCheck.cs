using System.Net;

namespace IdentitySource.Protocol.Ports;

/// <summary>
/// Whether a name and a password belong together. Behind it are the same lock-out and the same limits as behind the sign-in page,
/// and the same work for whoever does not exist.
/// </summary>
public interface IPasswordCheck
{
    Task<PasswordAnswer> CheckAsync(PasswordTry attempt, CancellationToken cancel);
}

public sealed record PasswordTry(Guid PoolId, SignInName Kind, string Name, string Password)
{
    /// <summary>Who posted it, for counting: an application's server, or the person's own machine.</summary>
    public IPAddress? Peer { get; init; }

    /// <summary>The application that proved by its secret that it asks; null for a public one, whose name anybody can use.</summary>
    public Guid? ProvenApplication { get; init; }

    /// <summary>Neither who nor what.</summary>
    public override string ToString() => Kind.ToString();
}

/// <summary>What a person may be called by; each kind has a form of its own.</summary>
public enum SignInName
{
    Username,
    Email,
    Phone,
}

public abstract record PasswordAnswer
{
    private PasswordAnswer()
    {
    }

    /// <param name="Stamp">Of the credentials that were looked at: they may be others by the time something is granted.</param>
    public sealed record Right(Guid SubjectId, string? Stamp) : PasswordAnswer;

    /// <summary>The pair is right, and it is not all that this person has to prove. It counts like a wrong one.</summary>
    public sealed record NotEnough(Guid SubjectId) : PasswordAnswer;

    /// <param name="Reason">For the event trail alone.</param>
    public sealed record Wrong(string Reason, Guid? SubjectId) : PasswordAnswer;

    /// <summary>This network has failed too often.</summary>
    public sealed record SlowDown(TimeSpan Wait) : PasswordAnswer;

    /// <summary>More are waiting than can be served in reasonable time.</summary>
    public sealed record Busy(TimeSpan Wait) : PasswordAnswer;
}
