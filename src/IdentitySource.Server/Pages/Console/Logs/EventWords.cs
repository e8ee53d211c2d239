using IdentitySource.Management.Events;
using Microsoft.Extensions.Localization;

namespace IdentitySource.Server.Pages.Console.Logs;

/// <summary>Says what an event means, in the language of the page.</summary>
public sealed class EventWords(IStringLocalizer<LogsTexts> text)
{
    /// <summary>What people and applications do; the audit trail has kinds of its own.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
        ["sign_in", "sign_out", "consent", "authorized", "token_issued", "token_revoked", "refusal", "console_sign_in", "console_sign_out"];

    /// <summary>What administrators, commands and the server change; those that have a name here are all that there are.</summary>
    public IReadOnlyList<string> Acts =>
    [
        .. text.GetAllStrings(includeParentCultures: true).Select(each => each.Name).Where(name => name.StartsWith("Kind.", StringComparison.Ordinal)).Select(name => name["Kind.".Length..])
            .Where(kind => !Kinds.Contains(kind) && !kind.StartsWith("actor_", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal),
    ];

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

    /// <summary>The same for what somebody changed.</summary>
    /// <param name="doer">Who or what did it.</param>
    public string Act(ListedEvent act, string doer) =>
        About(act) is { } about ? text["Sentence.act.about", Kind(act.Kind), doer, about] : text["Sentence.act", Kind(act.Kind), doer];

    /// <summary>What the act was about, as far as it can still be named: an application, a person, or what its entry says of either.</summary>
    public static string? About(ListedEvent act) => act.ApplicationName ?? act.UserName
        ?? EventFact.Of(act.Detail).FirstOrDefault(fact => fact is { Name: "user" or "name" or "role" or "group" or "resource" or "slug" or "kid" or "email", Before: null })?.Value
        ?? (act.ApplicationId ?? act.UserId)?.ToString("N");

    /// <summary>The administrator's name, or by what it was done: an API key, the command line, the set-up.</summary>
    /// <param name="administrators">Names by id.</param>
    public string Doer(ListedEvent act, IReadOnlyDictionary<string, string> administrators) =>
        Fact(act, "administrator") is { } id ? administrators.GetValueOrDefault(id, id)
        : Fact(act, "actor") is { } actor ? $"{Kind("actor_" + actor)} {Fact(act, "actor_key_name")}".TrimEnd()
        : "";

    /// <summary>The ids that <see cref="Doer"/> wants the names of.</summary>
    public static IReadOnlyList<string> Administrators(IEnumerable<ListedEvent> acts) => [.. acts.Select(act => Fact(act, "administrator")).OfType<string>().Distinct()];

    private static string? Fact(ListedEvent act, string name) => EventFact.Of(act.Detail).FirstOrDefault(fact => fact.Name == name)?.Value;

    public string Who(ListedEvent happened) => happened.UserName ?? happened.UserId?.ToString("N") ?? text["Nobody"];

    public string Where(ListedEvent happened) => happened.ApplicationName ?? happened.ApplicationId?.ToString("N") ?? text["NoApplication"];
}
