using System.Text.Json;
using IdentitySource.Management.Users;
using IdentitySource.Storage.Entities;

namespace IdentitySource.Server.Api;

/// <summary>Somebody in a list.</summary>
internal sealed record UserItem(
    string Id, string? Name, string? Username, string? Email, string? Phone, UserStatus Status, bool Blocked, DateTimeOffset? LastSignInAt, DateTimeOffset CreatedAt)
{
    public static UserItem Of(ListedUser row) => new(row.Id.ToString("N"), row.Name, row.Username, row.Email, row.Phone, row.Status, row.Blocked, row.LastSignInAt, row.CreatedAt);
}

/// <summary>What is written down about somebody: in an answer what there is, in a change what is to be written.</summary>
internal abstract record UserTexts
{
    public string? Username { get; init; }

    public string? Email { get; init; }

    public string? Phone { get; init; }

    public string? ExternalId { get; init; }

    public string? Name { get; init; }

    public string? GivenName { get; init; }

    public string? MiddleName { get; init; }

    public string? FamilyName { get; init; }

    public string? Nickname { get; init; }

    public string? PreferredUsername { get; init; }

    public string? Gender { get; init; }

    public string? Birthdate { get; init; }

    public string? Company { get; init; }

    public string? Zoneinfo { get; init; }

    public string? Locale { get; init; }

    public string? Profile { get; init; }

    public string? Picture { get; init; }

    public string? Website { get; init; }

    public string? AddressFormatted { get; init; }

    public string? AddressStreet { get; init; }

    public string? AddressLocality { get; init; }

    public string? AddressRegion { get; init; }

    public string? AddressPostalCode { get; init; }

    public string? AddressCountry { get; init; }

    /// <summary>One JSON object.</summary>
    public JsonElement? CustomData { get; init; }
}

/// <summary>A user. No secret is in it.</summary>
internal sealed record UserBody : UserTexts, IVersioned
{
    public required string Id { get; init; }

    public required string Version { get; init; }

    public UserStatus Status { get; init; }

    public bool Blocked { get; init; }

    public bool EmailVerified { get; init; }

    public bool PhoneVerified { get; init; }

    public bool HasPassword { get; init; }

    public int SignInCount { get; init; }

    public DateTimeOffset? LastSignInAt { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    string IVersioned.Tag => Version;

    public static UserBody Of(UserDetail user) => Texts(user) with
    {
        Status = user.Status,
        Blocked = user.Blocked,
        EmailVerified = user.EmailVerified,
        PhoneVerified = user.PhoneVerified,
        HasPassword = user.HasPassword,
        SignInCount = user.SignInCount,
        LastSignInAt = user.LastSignInAt,
        CreatedAt = user.CreatedAt,
        UpdatedAt = user.UpdatedAt,
    };

    private static UserBody Texts(UserDetail user) => new()
    {
        Id = user.Id.ToString("N"),
        Version = user.Version,
        Username = user.Fields["username"],
        Email = user.Fields["email"],
        Phone = user.Fields["phone"],
        ExternalId = user.Fields["external_id"],
        Name = user.Fields["name"],
        GivenName = user.Fields["given_name"],
        MiddleName = user.Fields["middle_name"],
        FamilyName = user.Fields["family_name"],
        Nickname = user.Fields["nickname"],
        PreferredUsername = user.Fields["preferred_username"],
        Gender = user.Fields["gender"],
        Birthdate = user.Fields["birthdate"],
        Company = user.Fields["company"],
        Zoneinfo = user.Fields["zoneinfo"],
        Locale = user.Fields["locale"],
        Profile = user.Fields["profile"],
        Picture = user.Fields["picture"],
        Website = user.Fields["website"],
        AddressFormatted = user.Fields["address_formatted"],
        AddressStreet = user.Fields["address_street"],
        AddressLocality = user.Fields["address_locality"],
        AddressRegion = user.Fields["address_region"],
        AddressPostalCode = user.Fields["address_postal_code"],
        AddressCountry = user.Fields["address_country"],
        CustomData = user.Fields["custom_data"] is { } json ? JsonElement.Parse(json) : null,
    };
}

/// <summary>What is to be written down; what is left out stays as it is, an empty text empties a field.</summary>
internal sealed record UserChangeBody : UserTexts
{
    /// <summary>The one that was read: with another one by now it is refused. `If-Match` does the same.</summary>
    public string? Version { get; init; }

    /// <summary>Those that are given, by the names that the operation knows.</summary>
    public IReadOnlyDictionary<string, string?> Fields() => All().Where(field => field.Text is not null).ToDictionary(field => field.Name, field => field.Text, StringComparer.Ordinal);

    private IEnumerable<(string Name, string? Text)> All() =>
    [
        ("username", Username),
        ("email", Email),
        ("phone", Phone),
        ("external_id", ExternalId),
        ("name", Name),
        ("given_name", GivenName),
        ("middle_name", MiddleName),
        ("family_name", FamilyName),
        ("nickname", Nickname),
        ("preferred_username", PreferredUsername),
        ("gender", Gender),
        ("birthdate", Birthdate),
        ("company", Company),
        ("zoneinfo", Zoneinfo),
        ("locale", Locale),
        ("profile", Profile),
        ("picture", Picture),
        ("website", Website),
        ("address_formatted", AddressFormatted),
        ("address_street", AddressStreet),
        ("address_locality", AddressLocality),
        ("address_region", AddressRegion),
        ("address_postal_code", AddressPostalCode),
        ("address_country", AddressCountry),
        ("custom_data", CustomData?.GetRawText()),
    ];
}

/// <summary>Somebody to be added.</summary>
internal sealed record NewUserBody
{
    public string? Username { get; init; }

    public string? Email { get; init; }

    public bool EmailVerified { get; init; }

    public string? Phone { get; init; }

    public bool PhoneVerified { get; init; }

    public string? Password { get; init; }

    public string? Name { get; init; }

    public string? GivenName { get; init; }

    public string? FamilyName { get; init; }

    public string? Nickname { get; init; }

    public string? Locale { get; init; }

    public NewUser ToInput(Guid poolId) => new()
    {
        PoolId = poolId,
        Username = Username,
        Email = Email,
        EmailVerified = EmailVerified,
        Phone = Phone,
        PhoneVerified = PhoneVerified,
        Password = Password,
        Name = Name,
        GivenName = GivenName,
        FamilyName = FamilyName,
        Nickname = Nickname,
        Locale = Locale,
    };

    /// <summary>The record's own text would show the password.</summary>
    public override string ToString() => nameof(NewUserBody);
}

internal sealed record UserStatusBody(UserStatus Status);

internal sealed record UserVerifiedBody(bool EmailVerified, bool PhoneVerified);

internal sealed record PasswordBody(string Password)
{
    /// <summary>The record's own text would show it.</summary>
    public override string ToString() => nameof(PasswordBody);
}
