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
        Guid? only = null;
        if (subject is not null)
        {
            if ((await db.FindSubjectAsync(subject, cancel)).Refused(out var faults, out var id))
            {
                return faults.ToList();
            }

            only = id;
        }

        return await (
            from rule in db.PermissionRules.AsNoTracking()
            join resource in db.Resources on rule.ResourceId equals resource.Id
            where only == null || (rule.SubjectId == only && rule.SubjectKind == subject!.Kind)
            orderby resource.Code, rule.CreatedAt, rule.Id
            select new ListedRule(rule.Id, rule.Allow, rule.SubjectKind, rule.SubjectId, resource.Code, rule.Instance, rule.Actions)).ToListAsync(cancel);
    }
}

/// <param name="Actions">Empty: every action.</param>
public sealed record ListedRule(Guid Id, bool Allow, SubjectKind SubjectKind, Guid SubjectId, string Resource, string? Instance, IReadOnlyList<string> Actions);
