using IdentitySource.Storage.Entities;

namespace IdentitySource.Management.Users;

/// <summary>Only who is activated may sign in; for everybody else what they had ends at once.</summary>
public sealed class SetUserStatus(UserChange change)
{
    public Task<Outcome<Guid>> RunAsync(Actor actor, UserName user, UserStatus status, CancellationToken cancel) => change.RunAsync(
        actor,
        user,
        new UserAct("user_status_set")
        {
            EndAs = status == UserStatus.Activated ? null : "user_deactivated",
            LocksOut = status != UserStatus.Activated,
            KeepsCredentials = status == UserStatus.Activated,
        },
        (_, row) =>
        {
            row.Status = status;
            return Task.FromResult<IReadOnlyList<Fault>>([]);
        },
        cancel);
}
