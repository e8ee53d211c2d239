using System.Globalization;
using System.Net;
using System.Resources;
using IdentitySource.Storage.Keys;

namespace IdentitySource.Management.Mail;

/// <summary>
/// What our mails say, in the language of the deployment: who gets one may never have been here and chosen another. Values that
/// somebody typed stand in the body alone, in HTML as text; a subject is ours.
/// </summary>
public sealed class Letters(Letterhead head)
{
    private static readonly ResourceManager Texts = new(typeof(MailTexts));

    private readonly CultureInfo culture = CultureInfo.GetCultureInfo(head.Locale.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? "zh-Hans" : "en");

    /// <param name="path">Of the link, below our origin.</param>
    public Letter Invitation(string poolName, string role, string path) => Write(
        "Invitation", [Say("Invitation.Text", poolName, Say("Role." + role)), Say("Invitation.Link")], head.Origin + path, [Say("Invitation.Ignore")]);

    public Letter Test() => Write("Test", [Say("Test.Text", head.Origin)], link: null, []);

    private Letter Write(string name, IReadOnlyList<string> before, string? link, IReadOnlyList<string> after)
    {
        var text = string.Join("\n\n", [.. before, .. link is null ? [] : new[] { link }, .. after]) + "\n";
        var subject = Say(name + ".Subject");
        var anchor = link is null ? "" : $"<p><a href=\"{Encoded(link)}\">{Encoded(link)}</a></p>\n";
        var html = $"""
            <!DOCTYPE html>
            <html lang="{culture.Name}">
            <head><meta charset="utf-8"><title>{Encoded(subject)}</title></head>
            <body style="font-family: sans-serif">
            {Paragraphs(before)}{anchor}{Paragraphs(after)}</body>
            </html>

            """;
        return new Letter(subject, new MailBody(text, html));
    }

    private static string Paragraphs(IEnumerable<string> texts) => string.Concat(texts.Select(text => $"<p>{Encoded(text)}</p>\n"));

    private static string Encoded(string text) => WebUtility.HtmlEncode(text);

    private string Say(string name, params object[] values) => string.Format(culture, Texts.GetString(name, culture)!, values);
}

/// <param name="Origin">The configured public origin, never a host that somebody asked for.</param>
/// <param name="Locale">The deployment's own language.</param>
public sealed record Letterhead(string Origin, string Locale);

public sealed record Letter(string Subject, MailBody Body);
