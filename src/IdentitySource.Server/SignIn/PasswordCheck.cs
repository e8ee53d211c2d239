using IdentitySource.Protocol.Ports;
using IdentitySource.Storage.Identity;

namespace IdentitySource.Server.SignIn;

/// <summary>The password mode at the desk of the sign-in page: one lock-out and one set of limits for both.</summary>
public sealed class PasswordCheck(PasswordDesk desk) : IPasswordCheck
{
    private static readonly TimeSpan BusyFor = TimeSpan.FromSeconds(5);

    public async Task<PasswordAnswer> CheckAsync(PasswordTry attempt, CancellationToken cancel) =>
        await desk.JudgeAsync(Visitor.By(attempt.Peer, attempt.ProvenApplication), attempt.PoolId, Identifier(attempt), attempt.Password, cancel) switch
        {
            PasswordVerdict.Accepted accepted => new PasswordAnswer.Right(accepted.Person.UserId, accepted.Person.SecurityStamp),
            PasswordVerdict.NotEnough(var userId) => new PasswordAnswer.NotEnough(userId),
            PasswordVerdict.Refused(var reason, var userId) => new PasswordAnswer.Wrong(reason, userId),
            PasswordVerdict.SlowDown(var wait) => new PasswordAnswer.SlowDown(wait),
            _ => new PasswordAnswer.Busy(BusyFor),
        };

    /// <summary>
    /// A name that has not the form of its kind is nobody's: written as nobody can be called, it is counted and worked on like
    /// that of an unknown account.
    /// </summary>
    private static string Identifier(PasswordTry attempt) => attempt.Kind switch
    {
        SignInName.Username => Identifiers.Username(attempt.Name),
        SignInName.Email => Identifiers.Email(attempt.Name),
        _ => Identifiers.Phone(attempt.Name),
    } ?? $"@{attempt.Name}";
}
