using System.Text.Json;
using IdentitySource.Protocol.Applications;

namespace IdentitySource.Protocol.Claims;

/// <summary>The scope <c>address</c>: one claim that is an object (OIDC Core §5.1.1).</summary>
public sealed class AddressClaims : IClaimSource
{
    public string Scope => "address";

    public IReadOnlyList<ClaimRule> Claims { get; } = [new("address", Write)];

    private static void Write(Utf8JsonWriter json, string claim, Subject subject, ClaimsFormat format)
    {
        if (subject.Address is not { } address && format == ClaimsFormat.Standard)
        {
            return;
        }

        address = subject.Address ?? new PostalAddress(null, null, null, null, null, null);
        json.WriteStartObject(claim);
        Member(json, "country", address.Country, format);
        Member(json, "postal_code", address.PostalCode, format);
        Member(json, "region", address.Region, format);
        Member(json, "formatted", address.Formatted, format);
        Member(json, "street_address", address.StreetAddress, format);
        Member(json, "locality", address.Locality, format);
        json.WriteEndObject();
    }

    private static void Member(Utf8JsonWriter json, string name, string? value, ClaimsFormat format)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
        else if (format == ClaimsFormat.Authing)
        {
            json.WriteNull(name);
        }
    }
}
