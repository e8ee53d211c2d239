using System.Globalization;
using IdentitySource.Management.Audit;
using IdentitySource.Storage.Entities;

namespace IdentitySource.Management.AccessKeys;

/// <summary>Changes what is said of a programmatic access account. Tokens that were issued keep the lifetime that they have.</summary>
public sealed class UpdateAccessKey(AccessKeyChange change)
{
    public async Task<Outcome<Guid>> RunAsync(Actor actor, Guid poolId, string accessKey, AccessKeySettings input, CancellationToken cancel)
    {
        var faults = AccessKeyRules.Check(input.TokenLifetime, input.Remark).ToList();
        Dictionary<string, object?> detail = [];
        var outcome = await change.RunAsync(actor, poolId, accessKey, "access_key_updated", (_, row) =>
        {
            if (input.Version is { } version && version != ListedAccessKey.VersionOf(row.TokenLifetime, row.Remark))
            {
                // Told before anything else: whoever mends a fault has the present version by then.
                faults = [ChangedMeanwhile];
            }

            if (faults.Count > 0)
            {
                return Task.FromResult(row.Id);
            }

            var before = Texts(row);
            row.TokenLifetime = input.TokenLifetime ?? row.TokenLifetime;
            row.Remark = input.Remark is null ? row.Remark : input.Remark.Length == 0 ? null : input.Remark;
            foreach (var (name, difference) in Changes.Between(before, Texts(row)))
            {
                detail[name] = difference;
            }

            return Task.FromResult(row.Id);
        }, cancel, detail);
        return faults.Count > 0 && !outcome.Refused(out _, out _) ? faults : outcome;
    }

    private static Fault ChangedMeanwhile { get; } =
        new("access_key", "changed_meanwhile", "Somebody else changed the programmatic access account at the same time. Look again and repeat.");

    private static Dictionary<string, string?> Texts(AccessKeyRow row) =>
        new() { ["token_lifetime"] = row.TokenLifetime.ToString(CultureInfo.InvariantCulture), ["remark"] = row.Remark };
}

/// <summary>What is null stays as it is.</summary>
/// <param name="TokenLifetime">Of its access tokens, in seconds.</param>
/// <param name="Remark">Empty: none any more.</param>
/// <param name="Version">Of what was read for editing; null does not mind.</param>
public sealed record AccessKeySettings(int? TokenLifetime = null, string? Remark = null, string? Version = null);
