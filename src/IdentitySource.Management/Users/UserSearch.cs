using System.Diagnostics.CodeAnalysis;
using System.Text;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Users;

/// <summary>
/// A prefix as ranges of indexes. The columns that are searched are ordered by their bytes, so that what begins with a text stands
/// together, from the text itself to the text and the largest character.
/// </summary>
internal static class UserSearch
{
    private const string Largest = "\U0010FFFF";

    /// <summary>Fewer digits than that name whole years of people.</summary>
    private const int ShortestId = 8;

    /// <summary>The order of the columns: that of the UTF-8 bytes, which is not that of .NET's strings.</summary>
    public static IComparer<string> ByteOrder { get; } =
        Comparer<string>.Create((one, other) => Encoding.UTF8.GetBytes(one).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(other)));

    public static IEnumerable<UserMatches> Of(IQueryable<User> users, string prefix, UserListPlace? place, int limit)
    {
        yield return new(user => user.NormalizedUserName, Column(users, nameof(User.NormalizedUserName), prefix, place, limit));
        yield return new(user => user.NormalizedEmail, Column(users, nameof(User.NormalizedEmail), prefix, place, limit));
        yield return new(user => user.NormalizedName, Column(users, nameof(User.NormalizedName), prefix, place, limit));
        if (Digits(prefix) is { } phone)
        {
            yield return new(user => user.Phone, Column(users, nameof(User.PhoneNumber), phone, place, limit));
        }

        if (Ids(prefix) is var (first, last))
        {
            var from = place is null ? first : Later(first, place.Key);
            yield return new(IdKey, users.Where(user => user.Id.CompareTo(from) >= 0 && user.Id.CompareTo(last) <= 0).OrderBy(user => user.Id).Take(limit + 1));
        }
    }

    /// <summary>Whether the match comes after the place.</summary>
    public static bool IsAfter(UserListPlace? place, string key, Guid id) =>
        place is null || ByteOrder.Compare(key, place.Key) is > 0 || (key == place.Key && id.CompareTo(place.Id) > 0);

    [SuppressMessage("Globalization", "CA1309", Justification = "It is the database that compares.")]
    private static IQueryable<User> Column(IQueryable<User> users, string column, string prefix, UserListPlace? place, int limit)
    {
        var (low, high) = (prefix, prefix + Largest);
        var matches = users.Where(user => string.Compare(EF.Property<string>(user, column), low) >= 0 && string.Compare(EF.Property<string>(user, column), high) < 0);
        if (place is var (key, id))
        {
            matches = matches.Where(user => string.Compare(EF.Property<string>(user, column), key) > 0 || (EF.Property<string>(user, column) == key && user.Id.CompareTo(id) > 0))
                .Where(user => string.Compare(EF.Property<string>(user, column), key) >= 0);
        }

        return matches.OrderBy(user => EF.Property<string>(user, column)).ThenBy(user => user.Id).Take(limit);
    }

    private static string IdKey(ListedUser user) => user.Id.ToString("N").ToUpperInvariant();

    /// <summary>Where ids go on after a key that need not be an id itself.</summary>
    private static Guid Later(Guid first, string key)
    {
        var reached = Guid.ParseExact(new string([.. key.TakeWhile(char.IsAsciiHexDigit).Take(32)]).PadRight(32, '0'), "N");
        return reached.CompareTo(first) > 0 ? reached : first;
    }

    /// <summary>A telephone number's beginning as it is kept: <c>+49 30</c>, <c>4930</c>. Null for what is none.</summary>
    private static string? Digits(string prefix)
    {
        var digits = new string([.. prefix.Where(char.IsAsciiDigit)]);
        return digits.Length > 0 && prefix.All(character => char.IsAsciiDigit(character) || character is '+' or ' ' or '-' or '.' or '(' or ')') ? "+" + digits : null;
    }

    private static (Guid From, Guid To)? Ids(string prefix)
    {
        var digits = prefix.Replace("-", "", StringComparison.Ordinal);
        return digits.Length is >= ShortestId and <= 32 && digits.All(char.IsAsciiHexDigit)
            ? (Guid.ParseExact(digits.PadRight(32, '0'), "N"), Guid.ParseExact(digits.PadRight(32, 'f'), "N"))
            : null;
    }
}

/// <param name="Key">By what somebody was found.</param>
internal sealed record UserMatches(Func<ListedUser, string?> Key, IQueryable<User> Users);
