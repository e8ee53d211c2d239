using System.Diagnostics.CodeAnalysis;
using IdentitySource.Protocol.Errors;

namespace IdentitySource.Protocol;

/// <summary>A list of scope names without repetition, in the order they were asked (RFC 6749 §3.3).</summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "The field says scope, not scope collection.")]
public sealed class Scopes : IReadOnlyList<string>
{
    /// <summary>More names than this are an attack, not a request.</summary>
    public const int Most = 100;

    private readonly string[] names;
    private string? text;

    private Scopes(string[] names) => this.names = names;

    public static Scopes None { get; } = new([]);

    public int Count => names.Length;

    public string this[int index] => names[index];

    public static Scopes Of(IEnumerable<string> names) => new([.. names.Distinct(StringComparer.Ordinal)]);

    /// <summary>Text that we wrote ourselves, from a row or a token.</summary>
    public static Scopes FromTrusted(string text) => text.Length == 0 ? None : new(text.Split(' ')) { text = text };

    /// <summary>RFC 6749 §3.3: names of printable ASCII without quote and backslash, one space between.</summary>
    public static Result<Scopes> Parse(string? text)
    {
        if (text is null)
        {
            return None;
        }

        foreach (var character in text)
        {
            if (character is < ' ' or > '~' or '"' or '\\')
            {
                return ProtocolError.InvalidScope("scope_malformed", "The parameter 'scope' holds a character that RFC 6749 3.3 does not allow.");
            }
        }

        var words = text.Split(' ', Most + 2);
        if (words.Length > Most)
        {
            return ProtocolError.InvalidScope("scope_too_many", $"The parameter 'scope' holds more than {Most} names.");
        }

        return words.Any(word => word.Length == 0)
            ? ProtocolError.InvalidScope("scope_spaces", "The names in 'scope' are separated by exactly one space.")
            : Of(words);
    }

    public bool Contains(string name) => Array.IndexOf(names, name) >= 0;

    public bool CoveredBy(Scopes granted) => names.All(granted.Contains);

    public Scopes Without(string name) => Contains(name) ? new([.. names.Where(each => each != name)]) : this;

    public override string ToString() => text ??= string.Join(' ', names);

    public IEnumerator<string> GetEnumerator() => names.AsEnumerable().GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => names.GetEnumerator();
}
