namespace IdentitySource.Management.Users;

/// <summary>Locks a person out: nobody signs in as them, and what they had ends at once.</summary>
public sealed class BlockUser(UserChange change)
{
    public Task<Outcome<Guid>> RunAsync(Actor actor, UserName user, CancellationToken cancel) => change.RunAsync(
        actor,
        user,
        new UserAct("user_blocked") { EndAs = "user_blocked", LocksOut = true },
        (_, row) =>
        {
            row.Blocked = true;
            return Task.FromResult<IReadOnlyList<Fault>>([]);
        },
        cancel);
}
