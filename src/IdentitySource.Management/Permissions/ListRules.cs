using IdentitySource.Management.Subjects;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Permissions;

/// <summary>The rules of a pool, or those about one subject, by resource.</summary>
public sealed class ListRules(IDbContextFactory<IdentitySourceDb> contexts)
{
    public async Task<Outcome<IReadOnlyList<ListedRule>>> RunAsync(Guid poolId, SubjectName? subject, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        if ((await FindAsync(db, subject, cancel)).Refused(out var faults, out var only))
        {
            return faults.ToList();
        }

        return await (
            from rule in About(db, subject, only)
            join resource in db.Resources on rule.ResourceId equals resource.Id
            orderby resource.Code, rule.CreatedAt, rule.Id
            select new ListedRule(rule.Id, rule.Allow, rule.SubjectKind, rule.SubjectId, resource.Code, rule.Instance, rule.Actions)).ToListAsync(cancel);
    }

    /// <summary>Some of them, oldest first.</summary>
    /// <param name="after">The last one of the page before.</param>
    public async Task<Outcome<Paged<ListedRule>>> PageAsync(Guid poolId, SubjectName? subject, Guid? after, int take, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        if ((await FindAsync(db, subject, cancel)).Refused(out var faults, out var only))
        {
            return faults.ToList();
        }

        var start = after ?? Guid.Empty;
        var rows = await (
            from rule in About(db, subject, only).Where(rule => rule.Id.CompareTo(start) > 0).OrderBy(rule => rule.Id).Take(take + 1)
            join resource in db.Resources on rule.ResourceId equals resource.Id
            orderby rule.Id
            select new ListedRule(rule.Id, rule.Allow, rule.SubjectKind, rule.SubjectId, resource.Code, rule.Instance, rule.Actions)).ToListAsync(cancel);
        return Paged<ListedRule>.Of(rows, take, rule => rule.Id.ToString("N"));
    }

    /// <returns>Nobody's id where nobody was named.</returns>
    private static async Task<Outcome<Guid>> FindAsync(IdentitySourceDb db, SubjectName? subject, CancellationToken cancel) =>
        subject is null ? Guid.Empty : await db.FindSubjectAsync(subject, cancel);

    private static IQueryable<PermissionRuleRow> About(IdentitySourceDb db, SubjectName? subject, Guid id) =>
        subject is null ? db.PermissionRules.AsNoTracking() : db.PermissionRules.AsNoTracking().Where(rule => rule.SubjectId == id && rule.SubjectKind == subject.Kind);
}

/// <param name="Actions">Empty: every action.</param>
public sealed record ListedRule(Guid Id, bool Allow, SubjectKind SubjectKind, Guid SubjectId, string Resource, string? Instance, IReadOnlyList<string> Actions);
