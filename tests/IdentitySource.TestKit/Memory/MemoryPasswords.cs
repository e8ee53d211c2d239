using IdentitySource.Protocol.Ports;

namespace IdentitySource.TestKit.Memory;

/// <summary>Passwords of the people that a test made, and what it wants to be answered otherwise.</summary>
public sealed class MemoryPasswords(MemoryPeople people) : IPasswordCheck
{
    public const string Right = "correct horse 42 staple";

    private readonly Dictionary<(Guid PoolId, SignInName Kind, string Name), Guid> names = [];

    /// <summary>Every try, in order.</summary>
    public List<PasswordTry> Tries { get; } = [];

    /// <summary>In place of looking.</summary>
    public PasswordAnswer? Answer { get; set; }

    public bool NeedsSecondFactor { get; set; }

    /// <summary>Runs after the password was looked at.</summary>
    public Action? Afterwards { get; set; }

    public void Put(Guid poolId, SignInName kind, string name, Guid subjectId) => names[(poolId, kind, name)] = subjectId;

    public Task<PasswordAnswer> CheckAsync(PasswordTry attempt, CancellationToken cancel)
    {
        Tries.Add(attempt);
        var answer = Answer ?? Look(attempt);
        Afterwards?.Invoke();
        return Task.FromResult(answer);
    }

    private PasswordAnswer Look(PasswordTry attempt) =>
        !names.TryGetValue((attempt.PoolId, attempt.Kind, attempt.Name), out var subject) ? new PasswordAnswer.Wrong("account_unknown", null)
        : attempt.Password != Right ? new PasswordAnswer.Wrong("password_wrong", subject)
        : NeedsSecondFactor ? new PasswordAnswer.NotEnough(subject)
        : new PasswordAnswer.Right(subject, people.StampOf(attempt.PoolId, subject));
}
