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

    /// <summary>Some of those who administer it, in the order of their ids.</summary>
    /// <param name="after">The last one of the page before.</param>
    public async Task<Paged<ListedAdministrator>> PageAsync(Guid poolId, Guid? after, int take, CancellationToken cancel)
    {
        var start = after ?? Guid.Empty;
        await using var db = await contexts.ForPoolAsync((await pools.RunAsync(UserPool.OperatorsSlug, cancel)).Value, cancel);
        var rows = await (
            from row in db.Administrators.AsNoTracking()
            join user in db.Users on row.UserId equals user.Id
            where row.AdministeredPoolId == poolId && row.UserId.CompareTo(start) > 0
            orderby row.UserId
            select new { row.UserId, user.Name, Identifier = user.Email ?? user.UserName, row.Role, user.Blocked }).Take(take + 1).ToListAsync(cancel);
        return Paged<ListedAdministrator>.Of(
            [.. rows.Select(row => new ListedAdministrator(row.UserId, row.Name, row.Identifier ?? "", ConsoleRoles.Parse(row.Role), row.Blocked))], take, row => row.UserId.ToString("N"));
    }

    /// <summary>Some of those who have been asked to, oldest invitation first.</summary>
    /// <param name="after">The last one of the page before.</param>
    public async Task<Paged<ListedInvitation>> InvitationsAsync(Guid poolId, Guid? after, int take, CancellationToken cancel)
    {
        var (start, now) = (after ?? Guid.Empty, clock.GetUtcNow());
        await using var db = await contexts.ForPoolAsync((await pools.RunAsync(UserPool.OperatorsSlug, cancel)).Value, cancel);
        var rows = await db.Invitations.AsNoTracking()
            .Where(row => row.AdministeredPoolId == poolId && row.UsedAt == null && row.ExpiresAt > now && row.Id.CompareTo(start) > 0)
            .OrderBy(row => row.Id)
            .Take(take + 1)
            .Select(row => new { row.Id, row.Email, row.Role, row.ExpiresAt }).ToListAsync(cancel);
        return Paged<ListedInvitation>.Of([.. rows.Select(row => new ListedInvitation(row.Id, row.Email, ConsoleRoles.Parse(row.Role), row.ExpiresAt))], take, row => row.Id.ToString("N"));
    }
}

public sealed record AdministratorList(IReadOnlyList<ListedAdministrator> Administrators, IReadOnlyList<ListedInvitation> Invitations);

public sealed record ListedAdministrator(Guid UserId, string? Name, string Identifier, ConsoleRole Role, bool Blocked);

public sealed record ListedInvitation(Guid Id, string Email, ConsoleRole Role, DateTimeOffset ExpiresAt);
