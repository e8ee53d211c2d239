using System.Text;
using System.Text.RegularExpressions;

namespace IdentitySource.Server.Console.QuickStart;

/// <summary>
/// A text of <c>Snippets/</c> with places for values. <c>{{issuer}}</c> becomes a whole literal of its language,
/// <c>{{comment:name}}</c> a part of a comment; the lines between <c>{{#post}}</c> and <c>{{/post}}</c> stand there only for an
/// application that has that, those after <c>{{^post}}</c> only for one that has not.
/// </summary>
internal sealed partial class Snippet(string name, Func<string, string> literal)
{
    private readonly Lazy<string> template = new(() => Read(name));

    /// <summary>Of its file, and of its texts.</summary>
    public string Name => name;

    /// <summary>What it takes of the application.</summary>
    public required SnippetDemand Needs { get; init; }

    /// <summary>Whether its library takes ID tokens that are signed with the secret (HS256).</summary>
    public bool TakesSymmetric { get; init; }

    public string Fill(SnippetValues values)
    {
        StringBuilder filled = new();
        Stack<bool> shown = new([true]);
        foreach (var line in template.Value.Split('\n'))
        {
            var section = Section().Match(line);
            if (!section.Success)
            {
                filled.Append(shown.Peek() ? Place().Replace(line, place => Value(place, values)) + "\n" : "");
            }
            else if (section.Groups["kind"].Value == "/")
            {
                shown.Pop();
            }
            else
            {
                shown.Push(shown.Peek() && values.Flags.Contains(section.Groups["name"].Value) == (section.Groups["kind"].Value == "#"));
            }
        }

        return filled.ToString().TrimEnd('\n') + "\n";
    }

    private string Value(Match place, SnippetValues values)
    {
        var text = values.Texts[place.Groups["name"].Value];
        return place.Groups["comment"].Success ? Literals.Comment(text) : literal(text);
    }

    private static string Read(string name)
    {
        var home = typeof(Snippet);
        using var file = home.Assembly.GetManifestResourceStream($"{home.Namespace}.Snippets.{name}.txt")
            ?? throw new InvalidOperationException($"The snippet {name} is not in the assembly.");
        using StreamReader reader = new(file);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    [GeneratedRegex(@"^\{\{(?<kind>[#^/])(?<name>\w+)\}\}$", RegexOptions.ExplicitCapture)]
    private static partial Regex Section();

    [GeneratedRegex(@"\{\{(?<comment>comment:)?(?<name>\w+)\}\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Place();
}

internal enum SnippetDemand
{
    /// <summary>Values alone.</summary>
    Nothing,

    /// <summary>The mode authorization_code with the return type code.</summary>
    SignIn,

    /// <summary>That, and no secret: what runs in a browser keeps none.</summary>
    SignInInBrowser,

    /// <summary>The mode client_credentials.</summary>
    Machine,
}
