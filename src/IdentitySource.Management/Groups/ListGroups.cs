using System.Diagnostics.CodeAnalysis;
using IdentitySource.Management.Permissions;
using IdentitySource.Management.Subjects;
using IdentitySource.Storage;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Groups;

/// <summary>The groups of a pool, by code, and how many people are in each.</summary>
public sealed class ListGroups(IDbContextFactory<IdentitySourceDb> contexts)
{
    public async Task<IReadOnlyList<ListedGroup>> RunAsync(Guid poolId, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        return await db.Groups.AsNoTracking()
            .OrderBy(group => group.Code)
            .Select(group => new ListedGroup(group.Id, group.Code, group.Name, db.GroupMembers.Count(link => link.GroupId == group.Id)))
            .ToListAsync(cancel);
    }

    /// <summary>Some of them, after the code; of members no more than <see cref="MemberPage.MostCounted"/> and one are counted.</summary>
    [SuppressMessage("Globalization", "CA1309", Justification = "It is the database that compares.")]
    public async Task<(IReadOnlyList<ListedGroup> Groups, string? Next)> PageAsync(
        Guid poolId, string? after, CancellationToken cancel, int take = MemberPage.PageSize)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        var groups = db.Groups.AsNoTracking();
        var rows = await (after is null || !PermissionNames.IsName(after) ? groups : groups.Where(group => string.Compare(group.Code, after) > 0))
            .OrderBy(group => group.Code)
            .Take(take + 1)
            .Select(group => new ListedGroup(group.Id, group.Code, group.Name, db.GroupMembers.Where(link => link.GroupId == group.Id).Take(MemberPage.MostCounted + 1).Count()))
            .ToListAsync(cancel);
        return (rows.Take(take).ToList(), rows.Count > take ? rows[take - 1].Code : null);
    }
}

public sealed record ListedGroup(Guid Id, string Code, string Name, int Members);
