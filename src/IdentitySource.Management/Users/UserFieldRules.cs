using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using IdentitySource.Storage.Identity;

namespace IdentitySource.Management.Users;

/// <summary>What each field of a person takes, and the form in which it is kept (OIDC Core §5.1).</summary>
internal static partial class UserFieldRules
{
    private const int MaxLine = 200;
    private const int MaxLines = 1000;
    private const int MaxLink = 2000;
    private const int MaxJson = 16 * 1024;

    /// <param name="text">As it was typed; nothing but blanks empties the field.</param>
    /// <returns>The text to be kept, or null with the fault.</returns>
    public static (string? Kept, Fault? Fault) Read(UserField field, string? text)
    {
        var typed = text?.Trim().ReplaceLineEndings("\n");
        if (string.IsNullOrEmpty(typed))
        {
            return (null, null);
        }

        var kept = Kept(field.Form, typed);
        return (kept, kept is null ? Wrong(field) : null);
    }

    private static string? Kept(UserFieldForm form, string typed) => form switch
    {
        UserFieldForm.Username => Identifiers.Username(typed),
        UserFieldForm.Email => Identifiers.Email(typed),
        UserFieldForm.Phone => Identifiers.Phone(typed),
        UserFieldForm.Link => IsLink(typed) ? typed : null,
        UserFieldForm.Gender => typed is "M" or "F" or "U" ? typed : null,
        UserFieldForm.Date => IsDate(typed) ? typed : null,
        UserFieldForm.Zone => typed.Length <= 64 && ZoneName().IsMatch(typed) ? typed : null,
        UserFieldForm.Language => typed.Length <= 35 && LanguageTag().IsMatch(typed) ? typed : null,
        UserFieldForm.JsonObject => IsJsonObject(typed) ? typed : null,
        UserFieldForm.Lines => typed.Length <= MaxLines && Plain(typed.Replace("\n", " ", StringComparison.Ordinal)) is not null ? typed.Normalize(NormalizationForm.FormKC) : null,
        _ => typed.Length <= MaxLine && Plain(typed) is { Length: <= MaxLine } line ? line : null,
    };

    private static string? Plain(string text) => LookupNames.Composed(text) is { } composed && LookupNames.IsPlain(composed) ? composed : null;

    /// <summary>A link is shown and handed to applications, so nothing that could be a script (OIDC Core §5.1: a URL of a page).</summary>
    private static bool IsLink(string text) =>
        text.Length <= MaxLink && LookupNames.IsPlain(text) && !text.Any(char.IsWhiteSpace) && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme is "https" or "http" && uri.UserInfo.Length == 0 && uri.Host.Length > 0;

    /// <summary>OIDC Core §5.1: the year 0000 leaves it out, and a year alone will do.</summary>
    private static bool IsDate(string text) =>
        (text.Length == 4 && text.All(char.IsAsciiDigit))
        || DateOnly.TryParseExact(text.StartsWith("0000-", StringComparison.Ordinal) ? "2000" + text[4..] : text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static bool IsJsonObject(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 16, AllowDuplicateProperties = false });
            return Encoding.UTF8.GetByteCount(text) <= MaxJson && json.RootElement.ValueKind == JsonValueKind.Object && LookupNames.Composed(text) is not null && !text.Contains('\0');
        }
        catch (Exception notJson) when (notJson is JsonException or ArgumentException)
        {
            return false;
        }
    }

    private static Fault Wrong(UserField field) => field.Form switch
    {
        UserFieldForm.Username => new(field.Name, "username_malformed", "A username has visible characters only, no spaces, no '@', and does not begin with '+'."),
        UserFieldForm.Email => new(field.Name, "email_malformed", "This is not a plain e-mail address."),
        UserFieldForm.Phone => new(field.Name, "phone_malformed", "A telephone number is written with its country code: +49 30 1234567."),
        UserFieldForm.Link => new(field.Name, "link_malformed", "An address begins with https:// and has no spaces, no user name and 2,000 characters at most."),
        UserFieldForm.Gender => new(field.Name, "gender_unknown", "It is M, F or U."),
        UserFieldForm.Date => new(field.Name, "birthdate_malformed", "A date is written 1990-12-31; 0000 leaves the year out, and a year alone will do."),
        UserFieldForm.Zone => new(field.Name, "zoneinfo_malformed", "A time zone is written as in the tz database: Europe/Paris."),
        UserFieldForm.Language => new(field.Name, "locale_malformed", "A language is written as a tag: en-US, zh-Hans."),
        UserFieldForm.JsonObject => new(field.Name, "custom_data_malformed", "This is not one JSON object of 16 KiB at most."),
        _ => new(field.Name, "profile_malformed", "The text is too long or holds characters that cannot be seen."),
    };

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}$")]
    private static partial Regex ZoneName();

    [GeneratedRegex("^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$")]
    private static partial Regex LanguageTag();
}
