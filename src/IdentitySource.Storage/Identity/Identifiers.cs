using System.Text;

namespace IdentitySource.Storage.Identity;

/// <summary>
/// What a person may be called by. The three kinds cannot be mistaken for one another: an e-mail address holds an '@', a telephone
/// number begins with '+', a username does neither. So nobody can take another's address as a username.
/// </summary>
public static class Identifiers
{
    public const int MaxLength = 256;

    /// <summary>The largest local part of RFC 5321 §4.5.3.1.1.</summary>
    private const int MaxLocalPart = 64;

    /// <summary>RFC 5322 §3.2.3, and the point between them.</summary>
    private const string Atoms = "!#$%&'*+-/=?^_`{|}~.";

    /// <summary>The username as it is kept, or null when it cannot be one.</summary>
    public static string? Username(string? text) =>
        LookupNames.Composed(text) is { Length: > 0 and <= MaxLength } name
            && name[0] != '+' && !name.Contains('@') && !name.Any(char.IsWhiteSpace) && LookupNames.IsPlain(name)
            ? name
            : null;

    /// <summary>
    /// The address as it is kept, or null. Plain addresses only: quoted local parts and comments are legal in mail and have let one
    /// mailbox pass for another.
    /// </summary>
    public static string? Email(string? text)
    {
        if (LookupNames.Composed(text) is not { Length: > 0 and <= MaxLength } address || !LookupNames.IsPlain(address))
        {
            return null;
        }

        var at = address.IndexOf('@');
        return at is > 0 and <= MaxLocalPart && IsLocalPart(address[..at]) && IsDomain(address[(at + 1)..]) ? address : null;
    }

    /// <summary>E.164 with its plus; spaces, hyphens, points and parentheses are how people write it, not part of it.</summary>
    public static string? Phone(string? text)
    {
        if (text is null || text.Length > MaxLength)
        {
            return null;
        }

        StringBuilder digits = new();
        foreach (var character in text.Trim())
        {
            if (char.IsAsciiDigit(character) || (character == '+' && digits.Length == 0))
            {
                digits.Append(character);
            }
            else if (character is not (' ' or '-' or '.' or '(' or ')'))
            {
                return null;
            }
        }

        return digits.Length is >= 8 and <= 16 && digits[0] == '+' && digits[1] != '0' ? digits.ToString() : null;
    }

    private static bool IsLocalPart(string text) =>
        text[0] != '.' && text[^1] != '.' && !text.Contains("..", StringComparison.Ordinal)
        && text.All(character => char.IsLetterOrDigit(character) || char.IsSurrogate(character) || Atoms.Contains(character, StringComparison.Ordinal));

    private static bool IsDomain(string text) =>
        text.Length > 0 && text.Split('.').All(label => label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-'
            && label.All(character => char.IsLetterOrDigit(character) || character == '-'));
}
