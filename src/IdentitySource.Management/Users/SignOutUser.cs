namespace IdentitySource.Management.Users;

/// <summary>Signs a person out of every browser, and ends what applications got from them. They may sign in again at once.</summary>
public sealed class SignOutUser(UserChange change)
{
    public Task<Outcome<Guid>> RunAsync(Actor actor, UserName user, CancellationToken cancel) =>
        change.RunAsync(actor, user, "user_signed_out", _ => [], endAs: "signed_out_everywhere", cancel);
}
