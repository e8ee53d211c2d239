using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Identity;

namespace IdentitySource.Management.Users;

/// <summary>Gives a person a new password. Whoever may have known the old one is signed out everywhere.</summary>
public sealed class SetPassword(UserChange change, PasswordMint mint)
{
    public async Task<Outcome<Guid>> RunAsync(Actor actor, UserName user, string password, CancellationToken cancel)
    {
        // Before the transaction: it may take its time.
        if (await mint.HashAsync(password, cancel) is not { } hash)
        {
            return PasswordMint.Busy;
        }

        return await change.RunAsync(
            actor,
            user,
            new UserAct("user_password_set") { EndAs = "password_changed" },
            async (db, row) =>
            {
                if (PasswordRules.Check(password, row, await PasswordPolicy.OfAsync(db, row.PoolId, cancel)) is { } weak)
                {
                    return [Fault.Of("password", weak)];
                }

                row.PasswordHash = hash;
                return [];
            },
            cancel);
    }
}
