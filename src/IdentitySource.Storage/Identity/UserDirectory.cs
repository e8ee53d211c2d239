using System.Diagnostics.CodeAnalysis;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Storage.Identity;

/// <summary>Finds the person behind what was typed into the sign-in page.</summary>
public sealed class UserDirectory(IDbContextFactory<IdentitySourceDb> contexts)
{
    /// <summary>By e-mail address, telephone number or username, whichever it has the form of: one query by one unique index.</summary>
    /// <returns>Null when nobody is called that, and for text that nobody can be called.</returns>
    public async Task<SignInCandidate?> FindForSignInAsync(Guid poolId, string identifier, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        return Called(db.Users.AsNoTracking(), identifier) is { } called
            ? await called
                .Select(user => new SignInCandidate(
                    user.Id, user.PasswordHash, user.Status == UserStatus.Activated && !user.Blocked, user.SecurityStamp, user.TwoFactorEnabled))
                .SingleOrDefaultAsync(cancel)
            : null;
    }

    /// <summary>
    /// Keeps the same password by a stronger hash. Nothing that the person has ends: it is no other password. Whoever set another one
    /// in between has the last word.
    /// </summary>
    [SuppressMessage("Globalization", "CA1309", Justification = "It is the database that compares.")]
    public async Task StrengthenAsync(Guid poolId, Guid userId, string hash, string stronger, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        await db.Users.Where(user => user.Id == userId && user.PasswordHash!.Equals(hash))
            .ExecuteUpdateAsync(users => users.SetProperty(user => user.PasswordHash, stronger), cancel);
    }

    /// <summary>The users, one at most, that the identifier names; null when it has no identifier's form.</summary>
    public static IQueryable<User>? Called(IQueryable<User> users, string identifier)
    {
        if (identifier.Length > Identifiers.MaxLength)
        {
            return null;
        }

        if (Identifiers.Phone(identifier) is { } phone)
        {
            return users.Where(user => user.PhoneNumber == phone);
        }

        if (Identifiers.Email(identifier) is { } email)
        {
            var normalized = LookupNames.Of(email);
            return users.Where(user => user.NormalizedEmail == normalized);
        }

        if (Identifiers.Username(identifier) is { } username)
        {
            var normalized = LookupNames.Of(username);
            return users.Where(user => user.NormalizedUserName == normalized);
        }

        return null;
    }
}

/// <param name="PasswordHash">Null for somebody who signs in without a password.</param>
/// <param name="Active">Activated and not blocked.</param>
/// <param name="NeedsSecondFactor">The password is not all that has to be proven. No factor can be enrolled yet, so nothing sets it.</param>
public sealed record SignInCandidate(Guid Id, string? PasswordHash, bool Active, string? SecurityStamp, bool NeedsSecondFactor);
