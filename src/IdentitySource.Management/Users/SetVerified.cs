namespace IdentitySource.Management.Users;

/// <summary>Says that a person's e-mail address and telephone number are known to be theirs, or takes that back.</summary>
public sealed class SetVerified(UserChange change)
{
    public Task<Outcome<Guid>> RunAsync(Actor actor, UserName user, bool email, bool phone, CancellationToken cancel) => change.RunAsync(
        actor,
        user,
        new UserAct("user_verified_set") { KeepsCredentials = true },
        (_, row) =>
        {
            List<Fault> faults = [];
            if (email && row.Email is null)
            {
                faults.Add(new Fault("email_verified", "email_missing", "There is no e-mail address that could be verified."));
            }

            if (phone && row.PhoneNumber is null)
            {
                faults.Add(new Fault("phone_verified", "phone_missing", "There is no telephone number that could be verified."));
            }

            (row.EmailConfirmed, row.PhoneNumberConfirmed) = (email, phone);
            return Task.FromResult<IReadOnlyList<Fault>>(faults);
        },
        cancel);
}
