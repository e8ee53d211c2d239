using System.Globalization;
using IdentitySource.Protocol.Applications;

namespace IdentitySource.Protocol.Claims;

/// <summary>The scope <c>profile</c>, OIDC Core §5.1 and §5.4.</summary>
public sealed class ProfileClaims : IClaimSource
{
    public string Scope => "profile";

    public IReadOnlyList<ClaimRule> Claims { get; } =
    [
        ClaimRule.Text("birthdate", subject => subject.Birthdate),
        ClaimRule.Text("family_name", subject => subject.FamilyName),
        new("gender", static (json, claim, subject, format) =>
        {
            // OIDC Core §5.1 names female and male and lets others in; the Authing format has letters.
            if (format == ClaimsFormat.Authing)
            {
                json.WriteString(claim, subject.Gender ?? "U");
            }
            else if (subject.Gender is "M" or "F")
            {
                json.WriteString(claim, subject.Gender == "M" ? "male" : "female");
            }
        }),
        ClaimRule.Text("given_name", subject => subject.GivenName),
        ClaimRule.Text("locale", subject => subject.Locale),
        ClaimRule.Text("middle_name", subject => subject.MiddleName),
        ClaimRule.Text("name", subject => subject.Name),
        ClaimRule.Text("nickname", subject => subject.Nickname),
        new("picture", static (json, claim, subject, format) =>
        {
            if (subject.Picture is { } picture)
            {
                json.WriteString(claim, picture);
            }
            else if (format == ClaimsFormat.Authing)
            {
                json.WriteString(claim, DefaultPicture);
            }
        }),
        ClaimRule.Text("preferred_username", subject => subject.PreferredUsername),
        ClaimRule.Text("profile", subject => subject.Profile),
        new("updated_at", static (json, claim, subject, format) =>
        {
            if (format == ClaimsFormat.Authing)
            {
                json.WriteString(claim, subject.UpdatedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
            }
            else
            {
                json.WriteNumber(claim, subject.UpdatedAt.ToUnixTimeSeconds());
            }
        }),
        ClaimRule.Text("website", subject => subject.Website),
        ClaimRule.Text("zoneinfo", subject => subject.ZoneInfo),
    ];

    /// <summary>The address that the documented samples show for a person without a picture.</summary>
    private const string DefaultPicture = "https://files.authing.co/authing-console/default-user-avatar.png";
}
