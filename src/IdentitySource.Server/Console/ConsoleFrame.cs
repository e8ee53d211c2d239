namespace IdentitySource.Server.Console;

/// <summary>What a console page tells the layout around it. One for each request.</summary>
public sealed class ConsoleFrame
{
    private int ids;

    /// <summary>The heading, and the first part of the window's title.</summary>
    public string Title { get; set; } = "";

    /// <summary>Beside the heading: a state, a type.</summary>
    public ConsoleBadge? Badge { get; set; }

    /// <summary>One sentence below the heading.</summary>
    public string? Lead { get; set; }

    /// <summary>The way to here, without the page itself: the area's list for a page about one of its things.</summary>
    public IReadOnlyList<ConsoleLink> Crumbs { get; set; } = [];

    public IReadOnlyList<ConsoleLink> Tabs { get; set; } = [];

    /// <summary>Between the heading and the tabs, on each of them: what the thing is known by.</summary>
    public ConsolePart? Head { get; set; }

    /// <summary>What was done by the form before.</summary>
    public string? Notice { get; set; }

    /// <summary>How soon the page is to come again by itself where scripts are off.</summary>
    public int? ReloadSeconds { get; set; }

    /// <summary>What is wrong with the form that was posted. While there are any, fields show what was typed.</summary>
    public IReadOnlyList<ConsoleFault> Faults { get; set; } = [];

    /// <summary>
    /// The handler of the form that is being written, on a page with several: what was typed in one says nothing about the others,
    /// and a box that was not posted is not one that was left empty.
    /// </summary>
    public string? Section { get; set; }

    /// <summary>Fields that the page has, so that a fault can lead to its own.</summary>
    public HashSet<string> Fields { get; } = [];

    /// <summary>An id that nothing else on the page has.</summary>
    public string NewId(string word) => $"{word}-{++ids}";
}

/// <param name="Tone">Empty, <c>ok</c>, <c>warn</c> or <c>bad</c>.</param>
public sealed record ConsoleBadge(string Text, string Tone = "");

/// <param name="Current">The tab that is shown.</param>
public sealed record ConsoleLink(string Text, string Href, bool Current = false);

/// <param name="View">Of the partial that writes it.</param>
public sealed record ConsolePart(string View, object Model);

/// <param name="Field">The name of the input.</param>
/// <param name="Text">In the language of the page, or in English where it has not been translated.</param>
/// <param name="IsTranslated">Whether <paramref name="Text"/> is in the page's language.</param>
public sealed record ConsoleFault(string Field, string Reason, string Text, bool IsTranslated);

public static class ConsoleFrames
{
    public static ConsoleFrame Console(this HttpContext http)
    {
        if (http.Features.Get<ConsoleFrame>() is not { } frame)
        {
            http.Features.Set(frame = new ConsoleFrame());
        }

        return frame;
    }
}
