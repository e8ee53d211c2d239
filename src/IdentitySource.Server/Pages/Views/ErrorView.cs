using IdentitySource.Server.Explanations;

namespace IdentitySource.Server.Pages.Views;

/// <summary>The page that explains: for the person a sentence and a way back, for the developer a box with the details.</summary>
internal sealed record ErrorView
{
    /// <summary>Of the refusal; leads to its texts.</summary>
    public required string Reason { get; init; }

    /// <summary>In the language that is spoken when it is asked for, which is while the page is written.</summary>
    public Explanation Explanation => ExplanationCatalogue.Find(Reason);

    public string? ApplicationName { get; init; }

    /// <summary>A registered address of the application; never one that came with the request.</summary>
    public WayBack? WayBack { get; init; }

    /// <summary>The public error code, as an application would have received it.</summary>
    public required string Error { get; init; }

    /// <summary>Under this reference the log and the event trail tell the rest.</summary>
    public required string Reference { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>What the request held, redacted. Shown as text, never as a link.</summary>
    public IReadOnlyList<SentValue> Sent { get; init; } = [];

    /// <summary>Only for an administrator of the pool who is signed in: registered values are nobody else's business.</summary>
    public NearestRedirect? Nearest { get; init; }

    /// <inheritdoc cref="Nearest"/>
    public ErrorAdministration? Administration { get; init; }
}

/// <param name="Href">Where the console tells of the refusal, and can put it right.</param>
/// <param name="Registered">What the refused address was compared with.</param>
internal sealed record ErrorAdministration(string Href, IReadOnlyList<string> Registered);

internal sealed record SentValue(string Name, string Value);

/// <summary>A link out of a dead end.</summary>
/// <param name="Name">Of the application that it leads to; null for the present interaction, which begins again.</param>
internal sealed record WayBack(string Href, string? Name = null);
