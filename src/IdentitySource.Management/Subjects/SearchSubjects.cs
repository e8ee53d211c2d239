using IdentitySource.Management.Permissions;
using IdentitySource.Management.Users;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Identity;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Subjects;

/// <summary>The first few people, roles or groups that begin with a text, to choose one of them.</summary>
public sealed class SearchSubjects(IDbContextFactory<IdentitySourceDb> contexts, ListUsers users)
{
    public const int Most = 20;

    public async Task<IReadOnlyList<FoundSubject>> RunAsync(Guid poolId, SubjectKind kind, string? search, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(search))
        {
            return [];
        }

        var text = search.Trim();
        if (kind == SubjectKind.User)
        {
            var page = (await users.RunAsync(poolId, text, after: null, cancel)).Value;
            return [.. (page?.Users ?? []).Take(Most).Select(user => new FoundSubject(user.Id.ToString("N"), user.Called, user.Email ?? user.Username))];
        }

        if (!PermissionNames.IsName(text))
        {
            return [];
        }

        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        return kind == SubjectKind.Role ? await RolesAsync(db, LookupNames.Of(text), cancel) : await GroupsAsync(db, text, cancel);
    }

    private static async Task<IReadOnlyList<FoundSubject>> RolesAsync(IdentitySourceDb db, string? prefix, CancellationToken cancel) =>
        await db.Roles.AsNoTracking().Where(role => role.NormalizedName!.StartsWith(prefix!)).OrderBy(role => role.NormalizedName).Take(Most)
            .Select(role => new FoundSubject(role.Name!, role.Name, null)).ToListAsync(cancel);

    private static async Task<IReadOnlyList<FoundSubject>> GroupsAsync(IdentitySourceDb db, string prefix, CancellationToken cancel) =>
        await db.Groups.AsNoTracking().Where(group => group.Code.StartsWith(prefix)).OrderBy(group => group.Code).Take(Most)
            .Select(group => new FoundSubject(group.Code, group.Name, group.Code)).ToListAsync(cancel);
}

/// <param name="Key">How an operation is told of it: <see cref="SubjectName.Text"/>.</param>
/// <param name="Detail">What tells two of one name apart.</param>
public sealed record FoundSubject(string Key, string? Name, string? Detail);
