using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Subjects;

/// <summary>Some of the people of a group or role, in the order of their ids.</summary>
/// <param name="Next">The id after which the next ones come; null on the last page.</param>
public sealed record MemberPage(IReadOnlyList<Member> Members, Guid? Next)
{
    public const int PageSize = 50;

    /// <summary>More than these are not counted, because counting reads every one.</summary>
    public const int MostCounted = 1000;

    internal static async Task<MemberPage> ReadAsync(IQueryable<Guid> ids, IQueryable<User> users, Guid? after, int take, CancellationToken cancel)
    {
        var from = after ?? Guid.Empty;
        var members = await ids.Where(id => id.CompareTo(from) > 0).OrderBy(id => id).Take(take + 1)
            .Join(users, id => id, user => user.Id, (_, user) => user)
            .OrderBy(user => user.Id)
            .Select(user => new Member(user.Id, user.Name, user.UserName ?? user.Email ?? user.PhoneNumber))
            .ToListAsync(cancel);
        return new MemberPage([.. members.Take(take)], members.Count > take ? members[take - 1].Id : null);
    }
}

/// <param name="Identifier">What they sign in with.</param>
public sealed record Member(Guid Id, string? Name, string? Identifier);
