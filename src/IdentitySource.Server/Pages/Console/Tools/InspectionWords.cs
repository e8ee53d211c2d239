using System.Globalization;
using IdentitySource.Server.Console.Inspection;
using IdentitySource.Server.Explanations;
using Microsoft.Extensions.Localization;

namespace IdentitySource.Server.Pages.Console.Tools;

/// <summary>Says what was found out about a token, in the language of the page.</summary>
public sealed class InspectionWords(IStringLocalizer<ToolsTexts> text)
{
    public string Kind(Inspection inspection) => text["Kind." + inspection.Kind];

    /// <summary>What the kind is, in a sentence.</summary>
    public string About(Inspection inspection) => text["About." + inspection.Kind];

    public string Say(Verdict verdict)
    {
        var said = text["Verdict." + verdict.Key, [.. verdict.Values.Select(Value)]].Value;
        return verdict.Reason is { } reason ? $"{said} {ExplanationCatalogue.Find(reason).Developer}" : said;
    }

    public string Tone(Verdict verdict) => text["Tone." + (verdict.Tone.Length == 0 ? "told" : verdict.Tone)];

    private object Value(object value) => value switch
    {
        TimeSpan span => Span(span),
        DateTimeOffset at => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture),
        _ => value,
    };

    private string Span(TimeSpan span) =>
        span.TotalDays >= 1 ? text["Span.Days", (int)span.TotalDays, span.Hours]
        : span.TotalHours >= 1 ? text["Span.Hours", span.Hours, span.Minutes]
        : span.TotalMinutes >= 1 ? text["Span.Minutes", span.Minutes, span.Seconds]
        : text["Span.Seconds", span.Seconds];
}
