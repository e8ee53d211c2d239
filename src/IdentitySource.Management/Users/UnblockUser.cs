namespace IdentitySource.Management.Users;

/// <summary>Lets a blocked person sign in again. What ended when they were blocked stays ended.</summary>
public sealed class UnblockUser(UserChange change)
{
    public Task<Outcome<Guid>> RunAsync(Actor actor, UserName user, CancellationToken cancel) => change.RunAsync(
        actor,
        user,
        "user_unblocked",
        row =>
        {
            row.Blocked = false;
            return [];
        },
        endAs: null,
        cancel);
}
