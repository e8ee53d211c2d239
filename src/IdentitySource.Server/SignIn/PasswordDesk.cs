using System.Security.Cryptography;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Identity;
using IdentitySource.Storage.Stores;
using Microsoft.AspNetCore.Identity;

namespace IdentitySource.Server.SignIn;

/// <summary>
/// Judges an identifier and a password. A wrong pair, an unknown account, a blocked one and one that was tried too often get the
/// same answer after the same work: one look-up, one hash.
/// </summary>
public sealed class PasswordDesk(UserDirectory users, IPasswordHasher<User> hasher, PasswordGate gate, SignInThrottle throttle)
{
    private static readonly User Nobody = new();

    private static readonly byte[] Salt = new byte[32];

    private readonly string hashOfNobody = hasher.HashPassword(Nobody, Guid.NewGuid().ToString());

    public async Task<PasswordVerdict> JudgeAsync(Visitor visitor, Guid poolId, string identifier, string password, CancellationToken cancel)
    {
        var user = await users.FindForSignInAsync(poolId, identifier, cancel);
        var admission = await throttle.AdmitAsync(visitor, poolId, identifier, user?.Id, cancel);
        if (admission.SourceSpent)
        {
            return new PasswordVerdict.SlowDown(throttle.Window);
        }

        using var permit = await gate.EnterAsync(cancel);
        if (!permit.IsAcquired)
        {
            // Nobody looked: what we could not serve is no try of theirs.
            await throttle.NotLookedAtAsync(poolId, admission, cancel);
            return new PasswordVerdict.Busy();
        }

        var hash = user?.PasswordHash;
        var verified = Verify(hash ?? hashOfNobody, password);
        var reason = admission.AccountSpent ? "account_tried_too_often"
            : user is null ? "account_unknown"
            : hash is null ? "account_without_password"
            : verified == PasswordVerificationResult.Failed ? "password_wrong"
            : !user.Active ? "account_inactive"
            : null;
        if (reason is not null)
        {
            return new PasswordVerdict.Refused(reason, user?.Id);
        }

        if (user!.NeedsSecondFactor && visitor.Browser is null)
        {
            // An application cannot ask for the second step, so this is its end; and what nobody may learn costs no more than a
            // wrong password does: the try stays counted.
            return new PasswordVerdict.NotEnough(user.Id);
        }

        await throttle.SucceededAsync(poolId, admission, cancel);
        return await AcceptAsync(poolId, user, password, verified, cancel);
    }

    /// <summary>A hash from elsewhere may be cheaper than ours; what it lacks is done all the same. A dearer one shows, until its person signs in.</summary>
    private PasswordVerificationResult Verify(string hash, string password)
    {
        var verified = hasher.VerifyHashedPassword(Nobody, hash, password);
        if (PasswordRounds.Missing(hash, hashOfNobody) is var missing and > 0)
        {
            _ = Rfc2898DeriveBytes.Pbkdf2(password, Salt, missing, HashAlgorithmName.SHA512, Salt.Length);
        }

        return verified;
    }

    private async Task<PasswordVerdict> AcceptAsync(Guid poolId, SignInCandidate user, string password, PasswordVerificationResult verified, CancellationToken cancel)
    {
        if (verified == PasswordVerificationResult.SuccessRehashNeeded)
        {
            // Made elsewhere or long ago: now that the password is here, it is kept as those that are set today.
            await users.StrengthenAsync(poolId, user.Id, user.PasswordHash!, hasher.HashPassword(Nobody, password), cancel);
        }

        return new PasswordVerdict.Accepted(new ProvenPerson(poolId, user.Id, user.SecurityStamp));
    }
}

public abstract record PasswordVerdict
{
    private PasswordVerdict()
    {
    }

    public sealed record Accepted(ProvenPerson Person) : PasswordVerdict;

    /// <summary>The right pair of somebody who has to prove more, where no further step can be asked for.</summary>
    public sealed record NotEnough(Guid UserId) : PasswordVerdict;

    /// <param name="Reason">For the event trail alone; the person sees one text for all of them.</param>
    public sealed record Refused(string Reason, Guid? UserId) : PasswordVerdict;

    /// <summary>This network has failed too often.</summary>
    public sealed record SlowDown(TimeSpan Wait) : PasswordVerdict;

    /// <summary>More sign-ins are waiting than can be served in reasonable time.</summary>
    public sealed record Busy : PasswordVerdict;
}
