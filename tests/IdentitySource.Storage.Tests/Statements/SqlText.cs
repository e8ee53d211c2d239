using System.Text.RegularExpressions;

namespace IdentitySource.Storage.Tests.Statements;

/// <summary>A statement as its words: enough to ask what it names, declares and tells, without a server that understands it.</summary>
internal sealed partial class SqlText
{
    private static readonly string[] Verbs = ["SELECT", "INSERT", "UPDATE", "DELETE"];

    private readonly IReadOnlyList<Word> words;

    private SqlText(IReadOnlyList<Word> words) => this.words = words;

    public SqlText(string text)
        : this(Split(text))
    {
    }

    public IReadOnlyList<Word> Words => words;

    /// <summary>What comes from outside: not what it declares itself, nor what the server has for all.</summary>
    public IEnumerable<string> Parameters => Parts.SelectMany(part => part.Mentioned).Where(word => IsVariable(word) && !Declared.Contains(word)).Distinct();

    public IReadOnlySet<string> Declared => Following("DECLARE").ToHashSet();

    /// <summary>All words, but for a procedure's own parameters where it is called: "EXEC sp_do @its = @ours".</summary>
    private IEnumerable<string> Mentioned => words.Where((_, at) => words[0].Text != "EXEC" || at + 1 == words.Count || words[at + 1].Text != "=").Select(word => word.Text);

    /// <summary>Those that write rows of tables, in order.</summary>
    public IEnumerable<SqlText> Writing => Parts.Where(part => part.Verb is "INSERT" or "UPDATE" or "DELETE" && !part.words.SkipWhile(word => word.Text != part.Verb).Skip(1).SkipWhile(word => word.Text == "INTO").First().Text.StartsWith('@'));

    /// <summary>What it consists of.</summary>
    public IEnumerable<SqlText> Parts
    {
        get
        {
            List<Word> part = [];
            foreach (var word in words)
            {
                if (word.Text == ";" && word.Depth == 0)
                {
                    yield return new SqlText(part);
                    part = [];
                }
                else
                {
                    part.Add(word);
                }
            }

            if (part.Count > 0)
            {
                yield return new SqlText(part);
            }
        }
    }

    /// <summary>The first that stands outside of all brackets.</summary>
    public string? Verb => words.FirstOrDefault(word => word.Depth == 0 && Verbs.Contains(word.Text)).Text;

    /// <summary>How many columns its caller gets; none where it only writes.</summary>
    public int Columns
    {
        get
        {
            var told = Parts.LastOrDefault(part => part.Verb is not null)?.words.Where(word => word.Depth == 0).ToList() ?? [];
            var list = told.Find(word => Verbs.Contains(word.Text)).Text is "SELECT"
                ? told.SkipWhile(word => word.Text != "SELECT").Skip(1).TakeWhile(word => word.Text != "FROM")
                : told.Exists(word => word.Text == "INTO" && told.Exists(before => before.Text == "OUTPUT")) ? []
                : told.SkipWhile(word => word.Text is not ("RETURNING" or "OUTPUT"));
            return list.Any() ? list.Count(word => word.Text == ",") + 1 : 0;
        }
    }

    public bool Has(string phrase) => $" {string.Join(' ', words.Select(word => word.Text))} ".Contains($" {phrase} ", StringComparison.OrdinalIgnoreCase);

    public int Count(string phrase) => Regex.Count(string.Join(' ', words.Select(word => word.Text)), $@"(?<!\S){Regex.Escape(phrase)}(?!\S)");

    private IEnumerable<string> Following(string word) => words.Zip(words.Skip(1)).Where(pair => pair.First.Text == word).Select(pair => pair.Second.Text);

    private static bool IsVariable(string word) => word.StartsWith('@') && !word.StartsWith("@@", StringComparison.Ordinal);

    private static List<Word> Split(string text)
    {
        var depth = 0;
        List<Word> all = [];
        foreach (Match match in Token().Matches(text))
        {
            depth -= match.Value == ")" ? 1 : 0;
            all.Add(new Word(match.Value, depth));
            depth += match.Value == "(" ? 1 : 0;
        }

        return all;
    }

    /// <summary>Strings, names in brackets, numbers and words, and each other sign by itself.</summary>
    [GeneratedRegex(@"N?'(?:[^']|'')*'|\[[^\]]+\]|@{0,2}\w+|::|<>|<=|>=|\S")]
    private static partial Regex Token();

    internal readonly record struct Word(string Text, int Depth);
}
