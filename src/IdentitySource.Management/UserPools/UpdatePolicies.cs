using System.Globalization;
using IdentitySource.Management.Audit;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Identity;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.UserPools;

/// <summary>What a user pool asks of its people. It counts from the next password on: who has one that is shorter keeps it.</summary>
public sealed class UpdatePolicies(IDbContextFactory<IdentitySourceDb> contexts, UserPoolChange change)
{
    public async Task<PoolPolicies> FindAsync(Guid poolId, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        return Of(await db.UserPools.AsNoTracking().SingleAsync(pool => pool.Id == poolId, cancel));
    }

    /// <param name="version">Of what was read for editing; null does not mind.</param>
    public Task<Outcome<PoolPolicies>> RunAsync(Actor actor, Guid poolId, PoolPolicies wanted, string? version, CancellationToken cancel)
    {
        Dictionary<string, object?> detail = [];
        return change.RunAsync<PoolPolicies>(actor, poolId, "policies_updated", detail, (_, pool) =>
        {
            var (before, after) = (Of(pool), wanted);
            if (CheckMinLength(after.PasswordMinLength) is { } fault)
            {
                return Refused(fault);
            }

            if (version is not null && version != before.Version)
            {
                return Refused(ChangedMeanwhile);
            }

            pool.PasswordMinLength = after.PasswordMinLength;
            foreach (var (name, difference) in Changes.Between(before.Texts, after.Texts))
            {
                detail[name] = difference;
            }

            return Task.FromResult<Outcome<PoolPolicies>>(after);
        }, cancel);
    }

    internal static Fault? CheckMinLength(int length) => length is < PasswordRules.MinLength or > PasswordPolicy.LongestMinimum ? OutOfRange : null;

    private static Fault OutOfRange { get; } = new(
        "password_min_length", "password_min_length_range", $"It is a number from {PasswordRules.MinLength} to {PasswordPolicy.LongestMinimum}.")
    {
        Values = [PasswordRules.MinLength, PasswordPolicy.LongestMinimum],
    };

    private static Fault ChangedMeanwhile { get; } = new("policies", "changed_meanwhile", "Somebody else changed the policies at the same time. Look again and repeat.");

    private static Task<Outcome<PoolPolicies>> Refused(Fault fault) => Task.FromResult<Outcome<PoolPolicies>>(fault);

    private static PoolPolicies Of(UserPool pool) => new(pool.PasswordMinLength);
}

/// <param name="PasswordMinLength">Characters that a new password needs at least.</param>
public sealed record PoolPolicies(int PasswordMinLength)
{
    /// <summary>What a form hands back, so that a change by somebody else is noticed: all of it, as it was.</summary>
    public string Version => string.Join(' ', Texts.Values);

    internal IReadOnlyDictionary<string, string?> Texts =>
        new Dictionary<string, string?> { ["password_min_length"] = PasswordMinLength.ToString(CultureInfo.InvariantCulture) };
}
