using IdentitySource.Management.UserPools;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Administration;

/// <summary>Who administers a user pool, and who has been asked to.</summary>
public sealed class ListAdministrators(IDbContextFactory<IdentitySourceDb> contexts, FindPool pools, TimeProvider clock)
{
    public async Task<AdministratorList> RunAsync(Guid poolId, CancellationToken cancel)
    {
        var operators = (await pools.RunAsync(UserPool.OperatorsSlug, cancel)).Value;
        await using var db = await contexts.ForPoolAsync(operators, cancel);
        var rows = await (
            from row in db.Administrators.AsNoTracking()
            join user in db.Users on row.UserId equals user.Id
            where row.AdministeredPoolId == poolId
            orderby user.Email
            select new { row.UserId, user.Name, Identifier = user.Email ?? user.UserName, row.Role, user.Blocked }).ToListAsync(cancel);
        var now = clock.GetUtcNow();
        var invited = await db.Invitations.AsNoTracking()
            .Where(row => row.AdministeredPoolId == poolId && row.UsedAt == null && row.ExpiresAt > now)
            .OrderBy(row => row.Email)
            .Select(row => new { row.Id, row.Email, row.Role, row.ExpiresAt }).ToListAsync(cancel);

        return new AdministratorList(
            [.. rows.Select(row => new ListedAdministrator(row.UserId, row.Name, row.Identifier ?? "", ConsoleRoles.Parse(row.Role), row.Blocked))],
            [.. invited.Select(row => new ListedInvitation(row.Id, row.Email, ConsoleRoles.Parse(row.Role), row.ExpiresAt))]);
    }
}

public sealed record AdministratorList(IReadOnlyList<ListedAdministrator> Administrators, IReadOnlyList<ListedInvitation> Invitations);

public sealed record ListedAdministrator(Guid UserId, string? Name, string Identifier, ConsoleRole Role, bool Blocked);

public sealed record ListedInvitation(Guid Id, string Email, ConsoleRole Role, DateTimeOffset ExpiresAt);
