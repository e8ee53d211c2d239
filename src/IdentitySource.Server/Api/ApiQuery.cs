using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace IdentitySource.Server.Api;

/// <summary>The parameters that the management API knows in queries. One name means one thing everywhere.</summary>
internal sealed record ApiQuery(string Name, ApiQueryKind Kind, string Description)
{
    public const int Most = 100;

    public const int Usual = 50;

    private const int Longest = 1200;

    public static IReadOnlyDictionary<string, ApiQuery> All { get; } = new ApiQuery[]
    {
        new("search", ApiQueryKind.Text, "The beginning of a name, an address or an identifier; or a whole id."),
        new("after", ApiQueryKind.Text, "The `next` of the page before. Left out: the first page."),
        new("limit", ApiQueryKind.Limit, $"How many at most, 1 to {Most}; {Usual} if left out."),
        new("name", ApiQueryKind.Text, "The name of the claim."),
        new("application", ApiQueryKind.Text, "A client id or an authentication address."),
        new("user", ApiQueryKind.Text, "The id of a user."),
        new("subject_kind", ApiQueryKind.Text, "`access_key`, `user`, `role` or `group`."),
        new("subject", ApiQueryKind.Text, "An AK; a user's id, e-mail address, username or telephone number; a role's name; a group's code."),
        new("kind", ApiQueryKind.Text, "What happened: `sign_in`, `token_issued`, `refusal` …"),
        new("success", ApiQueryKind.Flag, "Whether it went well."),
        new("reason", ApiQueryKind.Text, "The slug of a refusal."),
        new("reference", ApiQueryKind.Text, "The request id that somebody was shown."),
        new("from", ApiQueryKind.Moment, "Not before this moment."),
        new("format", ApiQueryKind.Format, "`json`, if left out, or `yaml`."),
        new("dry_run", ApiQueryKind.Flag, "Say what would be changed, with everything that is wrong, and change nothing."),
        new("until", ApiQueryKind.Moment, "Before this moment."),
    }.ToDictionary(query => query.Name, StringComparer.Ordinal);

    /// <summary>Null when the value is one that the parameter takes.</summary>
    public string? Fault(StringValues given) =>
        given is not [{ } text] ? "is given more than once."
        : text.Length is 0 or > Longest || text.Any(char.IsControl) ? "is empty, too long, or holds characters that cannot be seen."
        : Kind switch
        {
            ApiQueryKind.Limit when !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || limit is < 1 or > Most => $"is a number from 1 to {Most}.",
            ApiQueryKind.Format when text is not ("json" or "yaml") => "is 'json' or 'yaml'.",
            ApiQueryKind.Flag when text is not ("true" or "false") => "is 'true' or 'false'.",
            ApiQueryKind.Moment when Moment(text) is null => "is a moment as RFC 3339 writes it: 2026-01-31T12:00:00Z.",
            _ => null,
        };

    public static DateTimeOffset? Moment(string? text) =>
        DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : null;
}

internal enum ApiQueryKind
{
    Text,
    Limit,
    Flag,
    Format,
    Moment,
}
