using System.Globalization;
using IdentitySource.Management.Audit;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.UserPools;

/// <summary>
/// Changes a user pool's settings; what is null stays as it is. Single sign-on decides what a session is, so switching it ends the
/// sessions there are: none may come back to life, unwatched, when it is switched again.
/// </summary>
public sealed class UpdatePool(UserPoolChange change, TimeProvider clock)
{
    public Task<Outcome<PoolState>> RunAsync(Actor actor, PoolSettings input, CancellationToken cancel)
    {
        Dictionary<string, object?> detail = [];
        return change.RunAsync<PoolState>(actor, input.PoolId, "user_pool_updated", detail, async (db, pool) =>
        {
            if (Check(input, pool).ToList() is { Count: > 0 } faults)
            {
                return faults;
            }

            if (input.Name?.Trim() is { } name && name != pool.Name)
            {
                detail["name"] = Changes.Of(pool.Name, name);
                pool.Name = name;
            }

            if (input.PasswordMinLength is { } length && length != pool.PasswordMinLength)
            {
                detail["password_min_length"] = Changes.Of(Text(pool.PasswordMinLength), Text(length));
                pool.PasswordMinLength = length;
            }

            if (input.SingleSignOn is { } wanted && wanted != pool.SingleSignOn)
            {
                detail["single_sign_on"] = Changes.Of(pool.SingleSignOn ? "true" : "false", wanted ? "true" : "false");
                pool.SingleSignOn = wanted;
                await EndSessionsAsync(db, clock.GetUtcNow(), cancel);
            }

            return PoolState.Of(pool);
        }, cancel);
    }

    private static IEnumerable<Fault> Check(PoolSettings input, UserPool pool)
    {
        if (input.Version is { } version && version != PoolState.Of(pool).Version)
        {
            return [ChangedMeanwhile];
        }

        return
        [
            .. input.Name?.Trim() is { } name && name != pool.Name ? CreatePool.CheckName(name) : [],
            .. input.PasswordMinLength is { } length && UpdatePolicies.CheckMinLength(length) is { } fault ? [fault] : Array.Empty<Fault>(),
        ];
    }

    private static Fault ChangedMeanwhile { get; } =
        new("user_pool", "changed_meanwhile", "Somebody else changed the user pool at the same time. Look again and repeat.");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    internal static async Task EndSessionsAsync(IdentitySourceDb db, DateTimeOffset now, CancellationToken cancel)
    {
        await db.Sessions.Where(row => row.EndedAt == null).ExecuteUpdateAsync(
            row => row
                .SetProperty(session => session.EndedAt, now)
                .SetProperty(session => session.ExpiresAt, session => session.ExpiresAt < now ? session.ExpiresAt : now),
            cancel);
    }
}

public sealed record PoolSettings
{
    public required Guid PoolId { get; init; }

    public string? Name { get; init; }

    public bool? SingleSignOn { get; init; }

    /// <summary>Characters that a new password needs at least.</summary>
    public int? PasswordMinLength { get; init; }

    /// <summary>Of what was read for editing; null does not mind.</summary>
    public string? Version { get; init; }
}

/// <summary>A user pool as it is set.</summary>
public sealed record PoolState(string Slug, string Name, bool SingleSignOn, int PasswordMinLength)
{
    /// <summary>What the form of these settings hands back, so that a change by somebody else is noticed: all that it shows, as it was.</summary>
    public string Version => $"{SingleSignOn} {Name}";

    internal static PoolState Of(UserPool pool) => new(pool.Slug, pool.Name, pool.SingleSignOn, pool.PasswordMinLength);
}
