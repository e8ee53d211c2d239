using IdentitySource.Management.Audit;
using IdentitySource.Management.UserPools;
using IdentitySource.Protocol.Tokens;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Identity;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.ApiKeys;

/// <summary>Makes a key of the management API. It is shown this once; every one of them ends some day.</summary>
public sealed class CreateApiKey(IDbContextFactory<IdentitySourceDb> contexts, FindPool pools, AuditTrail audit, TimeProvider clock)
{
    /// <summary>By which a scanner of repositories knows one that was left in a file.</summary>
    public const string Prefix = "isk_";

    public const int LongestDays = 366;

    private const int LongestName = 100;

    private const int Most = 100;

    public async Task<Outcome<IssuedApiKey>> RunAsync(Actor actor, NewApiKey input, CancellationToken cancel)
    {
        var operators = (await pools.RunAsync(UserPool.OperatorsSlug, cancel)).Value;
        var faults = Check(input, input.PoolId == operators).ToList();
        await using var db = await contexts.ForPoolAsync(input.PoolId, cancel);
        if (await db.ApiKeys.CountAsync(cancel) >= Most)
        {
            faults.Add(new Fault("name", "api_keys_too_many", $"A user pool has {Most} API keys at most: revoke one that is not used."));
        }

        if (faults.Count > 0)
        {
            return faults;
        }

        var (handle, now) = (new TokenHandle(Prefix + TokenHandle.New().Value), clock.GetUtcNow());
        ApiKeyRow row = new()
        {
            PoolId = input.PoolId,
            Id = Guid.CreateVersion7(now),
            Name = LookupNames.Composed(input.Name)!,
            Hash = handle.Hash(),
            Scopes = [.. input.Scopes.Distinct(StringComparer.Ordinal)],
            CreatedAt = now,
            ExpiresAt = now.AddDays(input.Days),
            CreatedBy = actor.UserId,
        };
        db.ApiKeys.Add(row);
        audit.Add(db, actor, "api_key_created", detail: new Dictionary<string, object?>
        {
            ["api_key"] = row.Id.ToString("N"),
            ["name"] = row.Name,
            ["scopes"] = row.Scopes,
            ["expires_at"] = row.ExpiresAt,
        });
        await db.SaveChangesAsync(cancel);
        return new IssuedApiKey(row.Id, row.Name, handle.Value, row.ExpiresAt);
    }

    private static IEnumerable<Fault> Check(NewApiKey input, bool ofOperators)
    {
        if (LookupNames.Composed(input.Name) is not { Length: > 0 and <= LongestName } name || !LookupNames.IsPlain(name))
        {
            yield return new Fault("name", "api_key_name_malformed", $"A name has 1 to {LongestName} visible characters.");
        }

        if (input.Scopes.Count == 0)
        {
            yield return new Fault("scopes", "api_key_scopes_missing", "A key without scopes is good for nothing: choose at least one.");
        }

        if (input.Scopes.FirstOrDefault(scope => ApiScopes.Find(scope) is not { } known || (known.OfOperators && !ofOperators)) is { } unknown)
        {
            yield return new Fault("scopes", "api_scope_unknown", $"A key of this user pool cannot have a scope '{unknown}'.");
        }

        if (input.Days is < 1 or > LongestDays)
        {
            yield return new Fault("days", "api_key_days_out_of_range", $"A key is good for 1 to {LongestDays} days.");
        }
    }
}

/// <param name="Days">How long it is good for.</param>
public sealed record NewApiKey(Guid PoolId, string? Name, IReadOnlyList<string> Scopes, int Days);

/// <param name="Value">The key in clear, this once.</param>
public sealed record IssuedApiKey(Guid Id, string Name, string Value, DateTimeOffset ExpiresAt)
{
    /// <summary>Never the key.</summary>
    public override string ToString() => Id.ToString("N");
}
