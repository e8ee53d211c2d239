using IdentitySource.Storage.Identity;

namespace IdentitySource.Management.AccessKeys;

/// <summary>What may be said of a programmatic access account.</summary>
internal static class AccessKeyRules
{
    private const int ShortestLifetime = 30;

    /// <summary>A machine asks again at no cost; what was taken from it should not live on in a token for longer than a day.</summary>
    private const int LongestLifetime = 24 * 60 * 60;

    private const int LongestRemark = 200;

    /// <param name="tokenLifetime">Null: it stays as it is, like the remark.</param>
    public static IEnumerable<Fault> Check(int? tokenLifetime, string? remark)
    {
        if (tokenLifetime is < ShortestLifetime or > LongestLifetime)
        {
            yield return new Fault(
                "token_lifetime", "token_lifetime_out_of_range", $"token_lifetime must lie between {ShortestLifetime} and {LongestLifetime} seconds.");
        }

        if (remark is not null && (remark.Length > LongestRemark || LookupNames.Composed(remark) is null || !LookupNames.IsPlain(remark)))
        {
            yield return new Fault("remark", "remark_malformed", $"The remark is longer than {LongestRemark} characters or holds characters that cannot be seen.") { Values = [LongestRemark] };
        }
    }
}
