namespace IdentitySource.Management.Users;

/// <summary>Takes a person's password away: nobody signs in with it any more, and whoever did is signed out.</summary>
public sealed class RemovePassword(UserChange change)
{
    public Task<Outcome<Guid>> RunAsync(Actor actor, UserName user, CancellationToken cancel) => change.RunAsync(
        actor,
        user,
        new UserAct("user_password_removed") { EndAs = "password_changed", LocksOut = true },
        (_, row) =>
        {
            IReadOnlyList<Fault> faults = row.PasswordHash is null ? [new Fault("password", "password_missing", "This person has no password.")] : [];
            row.PasswordHash = null;
            return Task.FromResult(faults);
        },
        cancel);
}
