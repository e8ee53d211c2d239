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
        if (faults.Count > 0)
        {
            return faults;
        }

        Dictionary<string, object?> detail = [];
        return await change.RunAsync(actor, poolId, accessKey, "access_key_updated", (_, row) =>
        {
            var before = Texts(row);
            row.TokenLifetime = input.TokenLifetime ?? row.TokenLifetime;
            row.Remark = input.Remark is null ? row.Remark : input.Remark.Length == 0 ? null : input.Remark;
            foreach (var (name, difference) in Changes.Between(before, Texts(row)))
            {
                detail[name] = difference;
            }

            return Task.FromResult(row.Id);
        }, cancel, detail);
    }

    private static Dictionary<string, string?> Texts(AccessKeyRow row) =>
        new() { ["token_lifetime"] = row.TokenLifetime.ToString(CultureInfo.InvariantCulture), ["remark"] = row.Remark };
}

/// <summary>What is null stays as it is.</summary>
/// <param name="TokenLifetime">Of its access tokens, in seconds.</param>
/// <param name="Remark">Empty: none any more.</param>
public sealed record AccessKeySettings(int? TokenLifetime = null, string? Remark = null);
