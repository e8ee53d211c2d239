using System.Buffers;
using System.Globalization;
using System.Text;

namespace IdentitySource.Server.Console.QuickStart;

/// <summary>
/// A text as a literal of a language, its quotes included. Names and callbacks are typed by people: whatever stands in them stays
/// one value, and nothing of it is run by whoever pastes the snippet.
/// </summary>
internal static class Literals
{
    private static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:/._-");

    /// <summary>POSIX §2.2.2: between single quotes every character is itself.</summary>
    public static string Shell(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    /// <summary>Without quotes where none are needed: some readers of such files take them for a part of the value.</summary>
    public static string Environment(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(Plain) ? text : Shell(text);

    /// <summary>Between double quotes, with the escapes that C#, JavaScript, Python, Go and YAML have in common.</summary>
    public static string Quoted(string text)
    {
        StringBuilder literal = new("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '"' or '\\')
            {
                literal.Append('\\').Append((char)rune.Value);
            }
            else if (rune.Value == '<' || EndsLine(rune))
            {
                // A "<" ends a script element of a page that the snippet is pasted into.
                literal.Append("\\u").Append(rune.Value.ToString("x4", CultureInfo.InvariantCulture));
            }
            else
            {
                literal.Append(rune);
            }
        }

        return literal.Append('"').ToString();
    }

    /// <summary>Spring replaces <c>${…}</c> in what it reads, unless a backslash stands before it.</summary>
    public static string Yaml(string text) => Quoted(text.Replace("${", @"\${", StringComparison.Ordinal));

    /// <summary>Inside of a comment that ends with its line.</summary>
    public static string Comment(string text)
    {
        StringBuilder line = new();
        foreach (var rune in text.EnumerateRunes())
        {
            line.Append(EndsLine(rune) ? " " : rune.ToString());
        }

        return line.ToString();
    }

    private static bool EndsLine(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
