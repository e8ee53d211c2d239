namespace IdentitySource.Protocol.Claims;

/// <summary>Scopes of this product that release one claim of the same name: <c>username</c>, <c>roles</c>, <c>external_id</c>, <c>extended_fields</c>.</summary>
public sealed class AccountClaims(string scope, ClaimRule claim) : IClaimSource
{
    public static ClaimRule Roles { get; } = new("roles", static (json, claim, subject, _) =>
    {
        json.WriteStartArray(claim);
        foreach (var role in subject.Roles)
        {
            json.WriteStringValue(role);
        }

        json.WriteEndArray();
    });

    /// <summary>Kept as JSON text by the store, so it is copied rather than parsed.</summary>
    public static ClaimRule ExtendedFields { get; } = new("extended_fields", static (json, claim, subject, _) =>
    {
        if (subject.ExtendedFields is { } fields)
        {
            json.WritePropertyName(claim);
            json.WriteRawValue(fields);
        }
    });

    public string Scope => scope;

    public IReadOnlyList<ClaimRule> Claims { get; } = [claim];
}
