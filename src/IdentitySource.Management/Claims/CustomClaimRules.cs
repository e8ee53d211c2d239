using System.Text;
using IdentitySource.Protocol.Claims;
using IdentitySource.Storage.Identity;

namespace IdentitySource.Management.Claims;

/// <summary>
/// Whether claims of an application's or a pool's own make sense. They travel in every ID token, and in an address where the
/// implicit mode is used, so they have a size.
/// </summary>
internal static class CustomClaimRules
{
    private const int LongestName = 100;

    private const int LongestValue = 1000;

    private const int LongestField = 200;

    private const int Most = 50;

    /// <summary>Bytes of UTF-8, of all names and fixed values.</summary>
    private const int Largest = 4096;

    public static IEnumerable<Fault> Check(IReadOnlyList<CustomClaim> claims)
    {
        if (claims.Count > Most)
        {
            yield return new Fault("claims", "claims_too_many", $"There may be {Most} claims in all.") { Values = [Most] };
        }

        if (claims.Sum(claim => Encoding.UTF8.GetByteCount(claim.Name) + Encoding.UTF8.GetByteCount(claim.Value ?? "")) > Largest)
        {
            yield return new Fault("claims", "claims_too_large", $"Names and fixed values may have {Largest} bytes in all.") { Values = [Largest] };
        }

        foreach (var repeated in claims.GroupBy(claim => claim.Name, StringComparer.Ordinal).Where(each => each.Count() > 1))
        {
            yield return new Fault("claims", "claim_exists", $"There is a claim '{repeated.Key}' already.") { Values = [repeated.Key] };
        }

        foreach (var fault in claims.Select(Check).OfType<Fault>())
        {
            yield return fault;
        }
    }

    private static Fault? Check(CustomClaim claim) =>
        !IsName(claim.Name)
            ? new Fault("claims", "claim_name_malformed", $"A claim's name has {LongestName} characters at most, of ASCII, without spaces, quotes and backslashes.") { Values = [LongestName] }
        : ReservedClaims.Contains(claim.Name)
            ? new Fault("claims", "claim_reserved", $"'{claim.Name}' has a meaning of its own: no other claim may have its name.") { Values = [claim.Name] }
        : (claim.Value is null) == (claim.Field is null)
            ? new Fault("claims", "claim_source_ambiguous", $"The claim '{claim.Name}' needs a fixed value or a field of the user, and not both.") { Values = [claim.Name] }
        : claim.Value is { } value && (value.Length > LongestValue || LookupNames.Composed(value) is null)
            ? new Fault("claims", "claim_value_malformed", $"The value of '{claim.Name}' is longer than {LongestValue} characters, or is no Unicode.") { Values = [claim.Name, LongestValue] }
        : claim.Field is { } field && (field.Length > LongestField || LookupNames.Composed(field) is null || !UserFields.Knows(field))
            ? new Fault("claims", "claim_field_unknown", $"'{field}' is no field of a user: it is 'id', the name of a standard claim, or 'extended_fields.NAME'.") { Values = [field] }
        : null;

    /// <summary>RFC 7519 §4.2 lets a name be a URI. Consent keeps names in a list with spaces between.</summary>
    private static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName && !name.AsSpan().ContainsAnyExceptInRange('!', '~') && !name.AsSpan().ContainsAny('"', '\\');
}
