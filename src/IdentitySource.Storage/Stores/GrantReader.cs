using System.Text.Json;
using IdentitySource.Protocol;
using IdentitySource.Protocol.Claims;
using IdentitySource.Protocol.Tokens;

namespace IdentitySource.Storage.Stores;

/// <summary>
/// A row into a <see cref="Grant"/>: the one place that knows the order of its columns, which every statement that yields a
/// grant keeps: the authorization, whether its session has ended, whether the person may enter, the person.
/// </summary>
internal static class GrantReader
{
    public static Grant Read(ref RowCursor row, Guid poolId)
    {
        var authorization = ReadAuthorization(ref row, poolId);
        var (sessionEnded, mayEnter) = (row.Flag(), row.Flag());
        return new Grant(authorization, ReadSubject(ref row, authorization.SubjectId), sessionEnded, mayEnter);
    }

    private static Authorization ReadAuthorization(ref RowCursor row, Guid poolId) => new()
    {
        PoolId = poolId,
        Id = row.Id(),
        ServerId = row.Id(),
        ApplicationId = row.Id(),
        SubjectId = row.Id(),
        SessionId = row.IdOrNull(),
        Scopes = Scopes.FromTrusted(row.Text()),
        RejectedScopes = Scopes.FromTrusted(row.TextOrNull() ?? ""),
        Claims = ReadClaims(row.TextOrNull(), row.TextOrNull()),
        AuthenticatedAt = row.Time(),
        Methods = row.Text(),
        Nonce = row.TextOrNull(),
        CreatedAt = row.Time(),
        Offline = row.Flag(),
        RevokedAt = row.TimeOrNull(),
    };

    public static Subject ReadSubject(ref RowCursor row, Guid id) => new()
    {
        Id = id,
        Active = row.Flag(),
        Username = row.TextOrNull(),
        Email = row.TextOrNull(),
        EmailVerified = row.Flag(),
        PhoneNumber = row.TextOrNull(),
        PhoneNumberVerified = row.Flag(),
        ExternalId = row.TextOrNull(),
        Name = row.TextOrNull(),
        GivenName = row.TextOrNull(),
        FamilyName = row.TextOrNull(),
        MiddleName = row.TextOrNull(),
        Nickname = row.TextOrNull(),
        PreferredUsername = row.TextOrNull(),
        Profile = row.TextOrNull(),
        Picture = row.TextOrNull(),
        Website = row.TextOrNull(),
        Gender = row.TextOrNull(),
        Birthdate = row.TextOrNull(),
        ZoneInfo = row.TextOrNull(),
        Locale = row.TextOrNull(),
        Address = ReadAddress(row.TextOrNull()),
        ExtendedFields = row.TextOrNull(),
        UpdatedAt = row.Time(),
        Roles = row.TextOrNull() is { } names ? JsonSerializer.Deserialize(names, StoredJson.Default.StringArray)! : [],
    };

    private static ClaimsRequest ReadClaims(string? idToken, string? userInfo) =>
        idToken is null && userInfo is null ? ClaimsRequest.None : new ClaimsRequest(Scopes.FromTrusted(idToken ?? ""), Scopes.FromTrusted(userInfo ?? ""));

    private static PostalAddress? ReadAddress(string? json) =>
        json is not null && JsonSerializer.Deserialize(json, StoredJson.Default.UserAddress) is { } address
            ? new PostalAddress(address.Formatted, address.StreetAddress, address.Locality, address.Region, address.PostalCode, address.Country)
            : null;
}
