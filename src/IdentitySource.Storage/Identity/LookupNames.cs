using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Identity;

namespace IdentitySource.Storage.Identity;

/// <summary>
/// The one form in which names are compared: compatibility-composed (NFKC) and in upper case, of no culture. Full-width letters and
/// ligatures are the letters they stand for; letters of another script stay what they are.
/// </summary>
public sealed class LookupNames : ILookupNormalizer
{
    public string? NormalizeName(string? name) => Of(name);

    public string? NormalizeEmail(string? email) => Of(email);

    /// <summary>Null for text that is not Unicode (a lone surrogate).</summary>
    public static string? Of(string? name) => Composed(name)?.ToUpperInvariant();

    /// <summary>The form in which a name is kept and shown.</summary>
    public static string? Composed(string? name) =>
        name is not null && IsWellFormed(name) ? name.Normalize(NormalizationForm.FormKC).Trim() : null;

    /// <summary>
    /// Letters, digits, marks, punctuation, symbols and plain spaces: nothing that is invisible, turns the writing direction,
    /// controls, or stands for text that was damaged on the way.
    /// </summary>
    public static bool IsPlain(string text) => text.EnumerateRunes().All(rune => rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator));

    internal static bool IsWellFormed(string text)
    {
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var length) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            rest = rest[length..];
        }

        return true;
    }
}
