using IdentitySource.Management.Events;
using Microsoft.Extensions.Localization;

namespace IdentitySource.Server.Pages.Console.Logs;

/// <summary>Says what an event means, in the language of the page.</summary>
public sealed class EventWords(IStringLocalizer<LogsTexts> text)
{
    /// <summary>What people and applications do; the audit trail has kinds of its own.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
        ["sign_in", "sign_out", "consent", "authorized", "token_issued", "token_revoked", "refusal", "console_sign_in", "console_sign_out"];

    /// <summary>A kind without a name of its own is shown by its slug: an event is never left out for want of words.</summary>
    public string Kind(string kind) => text["Kind." + kind] is { ResourceNotFound: false } name ? name : kind;

    /// <summary>One sentence: who did what, where, and whether it worked.</summary>
    public string Sentence(ListedEvent happened)
    {
        var template = text[$"Sentence.{happened.Kind}.{(happened.Success ? "ok" : "failed")}"];
        return template.ResourceNotFound
            ? text["Sentence", Kind(happened.Kind), Who(happened), Where(happened)]
            : text[template.Name, Who(happened), Where(happened)];
    }

    public string Who(ListedEvent happened) => happened.UserName ?? happened.UserId?.ToString("N") ?? text["Nobody"];

    public string Where(ListedEvent happened) => happened.ApplicationName ?? happened.ApplicationId?.ToString("N") ?? text["NoApplication"];
}
