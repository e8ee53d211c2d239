using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Identity;

namespace IdentitySource.Management.Users;

/// <summary>
/// The fields of a person that an administrator writes: the form, the import, the checks and the audit entries are all read from here.
/// What is not here (status, flags, password) has an operation of its own, so that no form can smuggle it in.
/// </summary>
public static class UserFields
{
    /// <summary>What the person is called in an entry that outlives them.</summary>
    internal static string? LoginName(User user) => user.UserName ?? user.Email ?? user.PhoneNumber ?? user.Name;

    public static IReadOnlyList<UserField> All { get; } =
    [
        new("username", UserFieldForm.Username, user => user.UserName, (user, text) => (user.UserName, user.NormalizedUserName) = (text, LookupNames.Of(text))),
        new("email", UserFieldForm.Email, user => user.Email, WriteEmail),
        new("phone", UserFieldForm.Phone, user => user.PhoneNumber, WritePhone),
        new("external_id", UserFieldForm.Line, user => user.ExternalId, (user, text) => user.ExternalId = text),
        new("name", UserFieldForm.Line, user => user.Name, (user, text) => (user.Name, user.NormalizedName) = (text, LookupNames.Of(text))),
        new("given_name", UserFieldForm.Line, user => user.GivenName, (user, text) => user.GivenName = text),
        new("middle_name", UserFieldForm.Line, user => user.MiddleName, (user, text) => user.MiddleName = text),
        new("family_name", UserFieldForm.Line, user => user.FamilyName, (user, text) => user.FamilyName = text),
        new("nickname", UserFieldForm.Line, user => user.Nickname, (user, text) => user.Nickname = text),
        new("preferred_username", UserFieldForm.Line, user => user.PreferredUsername, (user, text) => user.PreferredUsername = text),
        new("gender", UserFieldForm.Gender, user => user.Gender, (user, text) => user.Gender = text),
        new("birthdate", UserFieldForm.Date, user => user.Birthdate, (user, text) => user.Birthdate = text),
        new("company", UserFieldForm.Line, user => user.Company, (user, text) => user.Company = text),
        new("zoneinfo", UserFieldForm.Zone, user => user.ZoneInfo, (user, text) => user.ZoneInfo = text),
        new("locale", UserFieldForm.Language, user => user.Locale, (user, text) => user.Locale = text),
        new("profile", UserFieldForm.Link, user => user.Profile, (user, text) => user.Profile = text),
        new("picture", UserFieldForm.Link, user => user.Picture, (user, text) => user.Picture = text),
        new("website", UserFieldForm.Link, user => user.Website, (user, text) => user.Website = text),
        new("address_formatted", UserFieldForm.Lines, user => user.Address?.Formatted, (user, text) => Address(user, address => address.Formatted = text)),
        new("address_street", UserFieldForm.Lines, user => user.Address?.StreetAddress, (user, text) => Address(user, address => address.StreetAddress = text)),
        new("address_locality", UserFieldForm.Line, user => user.Address?.Locality, (user, text) => Address(user, address => address.Locality = text)),
        new("address_region", UserFieldForm.Line, user => user.Address?.Region, (user, text) => Address(user, address => address.Region = text)),
        new("address_postal_code", UserFieldForm.Line, user => user.Address?.PostalCode, (user, text) => Address(user, address => address.PostalCode = text)),
        new("address_country", UserFieldForm.Line, user => user.Address?.Country, (user, text) => Address(user, address => address.Country = text)),
        new("custom_data", UserFieldForm.JsonObject, user => user.ExtendedFields, (user, text) => user.ExtendedFields = text),
    ];

    public static UserField? Find(string name) => All.FirstOrDefault(field => field.Name == name);

    /// <summary>Everything about the person that an act may change, for its audit entry. Of a password only that there is one.</summary>
    internal static Dictionary<string, string?> Snapshot(User user)
    {
        var all = All.ToDictionary(field => field.Name, field => field.Read(user));
        all["email_verified"] = Flag(user.EmailConfirmed);
        all["phone_verified"] = Flag(user.PhoneNumberConfirmed);
        all["status"] = user.Status.ToString().ToLowerInvariant();
        all["blocked"] = Flag(user.Blocked);
        return all;
    }

    /// <summary>Somebody else's address is not verified because the one before was.</summary>
    private static void WriteEmail(User user, string? text)
    {
        var normalized = LookupNames.Of(text);
        user.EmailConfirmed &= normalized == user.NormalizedEmail;
        (user.Email, user.NormalizedEmail) = (text, normalized);
    }

    private static void WritePhone(User user, string? text)
    {
        user.PhoneNumberConfirmed &= text == user.PhoneNumber;
        user.PhoneNumber = text;
    }

    private static void Address(User user, Action<UserAddress> write)
    {
        var address = user.Address ?? new UserAddress();
        write(address);
        user.Address = address is { Formatted: null, StreetAddress: null, Locality: null, Region: null, PostalCode: null, Country: null } ? null : address;
    }

    private static string Flag(bool set) => set ? "true" : "false";
}
