using System.Buffers;
using System.Collections.Frozen;
using IdentitySource.Management.Audit;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Identity;
using IdentitySource.Storage.Keys;
using IdentitySource.Storage.Snapshots;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.UserPools;

/// <summary>Makes a user pool with keys of its own. For operators.</summary>
public sealed class CreatePool(IDbContextFactory<IdentitySourceDb> contexts, SigningKeyStore keys, ChangeFeed changes, AuditTrail audit, TimeProvider clock)
{
    private const int LongestSlug = 63;

    private const int LongestName = 200;

    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>Pages of the console that are about no pool stand where a pool's name would.</summary>
    private static readonly FrozenSet<string> Reserved = FrozenSet.Create(StringComparer.Ordinal, "sign-in", "sign-out", "confirm", "invitation", "user-pools");

    public async Task<Outcome<PoolSummary>> RunAsync(Actor actor, NewPool input, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        UserPool pool = new() { Id = Guid.CreateVersion7(now), Slug = input.Slug.Trim().ToLowerInvariant(), Name = input.Name.Trim(), CreatedAt = now };
        await using var db = await contexts.ForPoolAsync(pool.Id, cancel);
        var faults = Check(pool);
        if (faults.Count == 0 && await IsTakenAsync(db, pool.Slug, cancel))
        {
            faults.Add(Taken);
        }

        if (faults.Count > 0)
        {
            return faults;
        }

        db.UserPools.Add(pool);
        keys.AddSet(db, pool.Id, pool.Id);
        changes.Add(db, pool.Id, null);
        audit.Add(db, actor, "user_pool_created", detail: new Dictionary<string, object?> { ["slug"] = pool.Slug, ["name"] = pool.Name });
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            // Two at once wanted the name: the database decides, and only this one answer is foreseen.
            await using var fresh = await contexts.CreateDbContextAsync(cancel);
            if (await IsTakenAsync(fresh, pool.Slug, cancel))
            {
                return Taken;
            }

            throw;
        }

        changes.Note(pool.Id, null);
        return new PoolSummary(pool.Id, pool.Slug, pool.Name, pool.CreatedAt, null);
    }

    private static Fault Taken { get; } = new("slug", "pool_taken", "Another user pool has this address.");

    internal static IEnumerable<Fault> CheckName(string name) =>
        name.Length is 0 or > LongestName || LookupNames.Composed(name) is null || !LookupNames.IsPlain(name)
            ? [new Fault("name", "pool_name_malformed", $"A name has 1 to {LongestName} visible characters.")]
            : [];

    private static List<Fault> Check(UserPool pool)
    {
        List<Fault> faults = [.. CheckName(pool.Name)];
        var slug = pool.Slug;
        if (slug.Length is 0 or > LongestSlug || slug.AsSpan().ContainsAnyExcept(Letters) || slug[0] == '-' || slug[^1] == '-' || slug.StartsWith("xn--", StringComparison.Ordinal))
        {
            faults.Add(new Fault("slug", "pool_slug_malformed", $"An address may hold letters, digits and hyphens, {LongestSlug} at most, with no hyphen at either end."));
        }
        else if (Reserved.Contains(slug))
        {
            faults.Add(new Fault("slug", "pool_slug_reserved", "The console needs this word itself."));
        }

        return faults;
    }

    private static Task<bool> IsTakenAsync(IdentitySourceDb db, string slug, CancellationToken cancel) => db.UserPools.AnyAsync(other => other.Slug == slug, cancel);
}

/// <param name="Slug">Its name in addresses.</param>
public sealed record NewPool(string Name, string Slug);
