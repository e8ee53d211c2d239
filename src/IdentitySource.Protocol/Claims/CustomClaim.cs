using System.Text.Json;
using IdentitySource.Protocol.Applications;

namespace IdentitySource.Protocol.Claims;

/// <summary>A claim that an application or a pool adds: a fixed value, or a field of the user.</summary>
/// <param name="Value">The fixed value; null when the claim comes from <paramref name="Field"/>.</param>
/// <param name="Field">One of <see cref="UserFields"/>; null for a fixed value.</param>
public sealed record CustomClaim(string Name, string? Value, string? Field)
{
    public void Write(Utf8JsonWriter json, Subject subject, ClaimsFormat format)
    {
        if (ReservedClaims.Contains(Name))
        {
            // Refused when it is made, but a row may be older than the reservation, and a relying party that finds a name twice
            // commonly believes the last one.
            return;
        }

        if (Field is not null)
        {
            UserFields.Write(json, Name, Field, subject, format);
        }
        else if (Value is not null)
        {
            json.WriteString(Name, Value);
        }
    }
}
