using IdentitySource.Management.Subjects;
using IdentitySource.Storage;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Permissions;

/// <summary>The rules of a pool with the names of whom they speak of, a page at a time along their key.</summary>
public sealed class BrowseRules(IDbContextFactory<IdentitySourceDb> contexts)
{
    public const int PageSize = 50;

    /// <param name="resource">What the code of their resource begins with; null for all.</param>
    /// <param name="after">The <see cref="RulePage.Next"/> of the page before.</param>
    public async Task<RulePage> RunAsync(Guid poolId, string? resource, string? after, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        var start = Guid.TryParseExact(after, "N", out var last) ? last : Guid.Empty;
        var code = resource?.Trim() ?? "";
        if (code.Length > 0 && !PermissionNames.IsName(code))
        {
            return new RulePage([], null);
        }

        var rows = await (
            from rule in db.PermissionRules.AsNoTracking()
            join about in db.Resources on rule.ResourceId equals about.Id
            where rule.Id.CompareTo(start) > 0 && (code == "" || about.Code.StartsWith(code))
            orderby rule.Id
            select new ListedRule(rule.Id, rule.Allow, rule.SubjectKind, rule.SubjectId, about.Code, rule.Instance, rule.Actions)).Take(PageSize + 1).ToListAsync(cancel);
        var shown = rows.Take(PageSize).ToList();
        var names = await db.NamesOfSubjectsAsync([.. shown.Select(rule => rule.SubjectId).Distinct()], cancel);
        return new RulePage(
            [.. shown.OrderBy(rule => rule.Resource, StringComparer.Ordinal).Select(rule => new NamedRule(rule, names.GetValueOrDefault(rule.SubjectId)))],
            rows.Count > PageSize ? shown[^1].Id.ToString("N") : null);
    }
}

/// <param name="Next">What the next page begins after; null on the last one.</param>
public sealed record RulePage(IReadOnlyList<NamedRule> Rules, string? Next);

/// <param name="Name">Null when nobody has the id any more, or an account has no remark.</param>
public sealed record NamedRule(ListedRule Rule, string? Name);
