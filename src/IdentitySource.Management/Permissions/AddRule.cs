using IdentitySource.Management.AccessKeys;
using IdentitySource.Management.Audit;
using IdentitySource.Management.Subjects;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Snapshots;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Permissions;

/// <summary>Allows or denies somebody actions on a resource.</summary>
public sealed class AddRule(IDbContextFactory<IdentitySourceDb> contexts, ChangeFeed changes, AuditTrail audit, TimeProvider clock)
{
    public async Task<Outcome<Guid>> RunAsync(Actor actor, NewRule input, CancellationToken cancel)
    {
        await using var db = await contexts.ForPoolAsync(input.PoolId, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var resource = await db.Resources.AsNoTracking().SingleOrDefaultAsync(row => row.Code == input.Resource, cancel);
        var found = await db.FindSubjectAsync(input.Subject, cancel);
        List<Fault> faults = [.. found.Faults, .. Check(input, resource)];
        if (faults.Count > 0)
        {
            return faults;
        }

        var row = NewRow(input, found.Value, resource!, clock.GetUtcNow());
        var told = await db.NoteRuleAsync(changes, row, cancel);
        Add(db, actor, row, resource!, told);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        if (told is { } application)
        {
            changes.Note(input.PoolId, application);
        }

        return row.Id;
    }

    /// <summary>
    /// Without checking or saving: a rule about a programmatic access account that is not saved either, as part of something larger,
    /// which also tells the other servers.
    /// </summary>
    internal void Add(IdentitySourceDb db, Actor actor, NewRule input, IssuedAccessKey key, ResourceRow resource) =>
        Add(db, actor, NewRow(input, key.Id, resource, clock.GetUtcNow()), resource, key.ApplicationId);

    private void Add(IdentitySourceDb db, Actor actor, PermissionRuleRow row, ResourceRow resource, Guid? application)
    {
        db.PermissionRules.Add(row);
        audit.Add(db, actor, "rule_added", application, row.SubjectKind == SubjectKind.User ? row.SubjectId : null, Detail(row, resource.Code));
    }

    internal static PermissionRuleRow NewRow(NewRule input, Guid subjectId, ResourceRow resource, DateTimeOffset now) => new()
    {
        PoolId = input.PoolId,
        Id = Guid.NewGuid(),
        SubjectKind = input.Subject.Kind,
        SubjectId = subjectId,
        ResourceId = resource.Id,
        Instance = input.Instance,
        Actions = [.. input.Actions.Distinct(StringComparer.Ordinal)],
        Allow = input.Allow,
        CreatedAt = now,
    };

    internal static Dictionary<string, object?> Detail(PermissionRuleRow row, string resource) => new()
    {
        ["rule"] = row.Id.ToString("N"),
        ["allow"] = row.Allow,
        ["subject_kind"] = row.SubjectKind.ToString(),
        ["subject"] = row.SubjectId.ToString("N"),
        ["resource"] = resource,
        ["id"] = row.Instance,
        ["actions"] = row.Actions,
    };

    internal static IEnumerable<Fault> Check(NewRule input, ResourceRow? resource)
    {
        if (resource is null)
        {
            yield return DeleteResource.Unknown(input.Resource);
        }
        else if (input.Actions.Except(resource.Actions, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
        {
            yield return new Fault("actions", "action_unknown", $"The resource '{resource.Code}' has no action '{unknown}'. It has: {string.Join(", ", resource.Actions)}.") { Values = [resource.Code, unknown, string.Join(", ", resource.Actions)] };
        }

        if (input.Instance is { } instance && !PermissionNames.IsInstance(instance))
        {
            yield return new Fault("id", "instance_malformed", $"An id has visible ASCII characters without ':' and '*', {PermissionNames.LongestInstance} at most; all ids are meant when it is left out.") { Values = [PermissionNames.LongestInstance] };
        }
    }
}

/// <param name="Resource">Its code.</param>
/// <param name="Instance">One thing of the resource; null for all of them.</param>
/// <param name="Actions">Empty: every action.</param>
public sealed record NewRule(Guid PoolId, SubjectName Subject, string Resource, string? Instance, IReadOnlyList<string> Actions, bool Allow);
