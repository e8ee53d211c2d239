using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Storage.Identity;

/// <summary>
/// What a user pool asks of a password beyond <see cref="PasswordRules"/>, which hold everywhere: a longer one. Kinds of characters
/// cannot be asked for; NIST SP 800-63B §5.1.1.2 found that they make passwords worse.
/// </summary>
/// <param name="MinLength">From <see cref="PasswordRules.MinLength"/> to <see cref="LongestMinimum"/>.</param>
public sealed record PasswordPolicy(int MinLength)
{
    /// <summary>NIST SP 800-63B §5.1.1.2: at least 64 characters are permitted, so no pool asks for more.</summary>
    public const int LongestMinimum = 64;

    public static PasswordPolicy Default { get; } = new(PasswordRules.MinLength);

    /// <summary>Of the pool; never weaker than the rules, whatever stands in its row.</summary>
    public static async Task<PasswordPolicy> OfAsync(IdentitySourceDb db, Guid poolId, CancellationToken cancel) =>
        new(Math.Max(PasswordRules.MinLength, await db.UserPools.Where(pool => pool.Id == poolId).Select(pool => pool.PasswordMinLength).SingleOrDefaultAsync(cancel)));
}
