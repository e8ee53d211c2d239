using System.Buffers.Text;
using System.Text;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Identity;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Users;

/// <summary>
/// The people of a pool, page by page: the latest first, or those whose username, e-mail address, telephone number, name or id begins
/// with what is searched for. Every page is read from an index, however many people there are.
/// </summary>
public sealed class ListUsers(IDbContextFactory<IdentitySourceDb> contexts)
{
    public const int PageSize = 50;

    /// <param name="after">The <see cref="UserList.Next"/> of the page before.</param>
    /// <param name="take">How many at most.</param>
    public async Task<Outcome<UserList>> RunAsync(Guid poolId, string? search, string? after, CancellationToken cancel, int take = PageSize)
    {
        if (!UserListPlace.TryParse(after, out var place))
        {
            return new Fault("after", "cursor_malformed", "This is no place in the list.");
        }

        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        return string.IsNullOrWhiteSpace(search) ? await LatestAsync(db, place, take, cancel)
            : LookupNames.Of(search) is { Length: > 0 and <= Identifiers.MaxLength } prefix && !prefix.Contains('\0') ? await SearchAsync(db, prefix, place, take, cancel)
            : new UserList([], null);
    }

    private static async Task<UserList> LatestAsync(IdentitySourceDb db, UserListPlace? place, int take, CancellationToken cancel)
    {
        var users = db.Users.AsNoTracking();
        var rows = await Listed((place is null ? users : users.Where(user => user.Id.CompareTo(place.Id) < 0)).OrderByDescending(user => user.Id).Take(take + 1)).ToListAsync(cancel);
        return new UserList([.. rows.Take(take)], rows.Count > take ? new UserListPlace("", rows[take - 1].Id).ToString() : null);
    }

    /// <summary>
    /// Each index gives its first matches after the place, and the first of them all are the page. Somebody who matches in two ways
    /// stands where each does, but only once on a page.
    /// </summary>
    private static async Task<UserList> SearchAsync(IdentitySourceDb db, string prefix, UserListPlace? place, int take, CancellationToken cancel)
    {
        List<(string Key, ListedUser User)> found = [];
        foreach (var matches in UserSearch.Of(db.Users.AsNoTracking(), prefix, place, take + 1))
        {
            found.AddRange((await Listed(matches.Users).ToListAsync(cancel)).Select(user => (matches.Key(user)!, user)));
        }

        var sorted = found.Where(match => UserSearch.IsAfter(place, match.Key, match.User.Id)).OrderBy(match => match.Key, UserSearch.ByteOrder).ThenBy(match => match.User.Id).ToList();
        var page = sorted.Take(take).ToList();
        return new UserList(
            [.. page.Select(match => match.User).DistinctBy(user => user.Id)],
            sorted.Count > take ? new UserListPlace(page[^1].Key, page[^1].User.Id).ToString() : null);
    }

    private static IQueryable<ListedUser> Listed(IQueryable<User> users) => users.Select(user => new ListedUser(
        user.Id, user.Name, user.UserName, user.Email, user.PhoneNumber, user.Status, user.Blocked, user.LastSignInAt, user.CreatedAt)
    {
        NormalizedUserName = user.NormalizedUserName,
        NormalizedEmail = user.NormalizedEmail,
        NormalizedName = user.NormalizedName,
    });
}

/// <param name="Next">Asks for the page after; null on the last one.</param>
public sealed record UserList(IReadOnlyList<ListedUser> Users, string? Next);

public sealed record ListedUser(
    Guid Id, string? Name, string? Username, string? Email, string? Phone, UserStatus Status, bool Blocked, DateTimeOffset? LastSignInAt, DateTimeOffset CreatedAt)
{
    public string Called => Name ?? Username ?? Email ?? Phone ?? Id.ToString("N");

    internal string? NormalizedUserName { get; init; }

    internal string? NormalizedEmail { get; init; }

    internal string? NormalizedName { get; init; }
}

/// <summary>The last entry of a page: the key by which it was found, and whose it is.</summary>
internal sealed record UserListPlace(string Key, Guid Id)
{
    public static bool TryParse(string? text, out UserListPlace? place)
    {
        place = null;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        if (text.Length > 1200 || !Base64Url.IsValid(text))
        {
            return false;
        }

        var plain = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text));
        if (plain.Length < 32 || !Guid.TryParseExact(plain[..32], "N", out var id) || plain.Contains('\0'))
        {
            return false;
        }

        place = new UserListPlace(plain[32..], id);
        return true;
    }

    public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Id.ToString("N") + Key));
}
