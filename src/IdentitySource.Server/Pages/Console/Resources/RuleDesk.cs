using IdentitySource.Management;
using IdentitySource.Management.Permissions;
using IdentitySource.Management.Subjects;
using IdentitySource.Server.Console.Pieces;
using IdentitySource.Server.Pages.Console.Applications;
using IdentitySource.Storage.Entities;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Resources;

/// <summary>The rules of a user pool, for the two pages that show and change them: of the pool, and in the tab of an application.</summary>
public sealed class RuleDesk(BrowseRules browse, ListResources resources, AddRule add, DeleteRule delete)
{
    public async Task<RuleBoard> ReadAsync(Guid poolId, bool mayChange, string? search, string? after, CancellationToken cancel) => new(
        await browse.RunAsync(poolId, search, after, cancel),
        [.. (await resources.RunAsync(poolId, cancel)).Select(resource => new PickOption(resource.Code, resource.Code))],
        mayChange,
        search);

    /// <summary>Whoever is not found stands in one field of the form, whatever they are.</summary>
    public async Task<Outcome<Guid>> AddAsync(Actor actor, Guid poolId, RuleForm form, CancellationToken cancel)
    {
        var outcome = await add.RunAsync(actor, form.Of(poolId), cancel);
        return outcome.Refused(out var faults, out _)
            ? faults.Select(fault => fault.Field is "access_key" or "user" or "role" or "group" ? fault with { Field = "subject" } : fault).ToList()
            : outcome;
    }

    public Task<Outcome<Guid>> DeleteAsync(Actor actor, Guid poolId, string? rule, CancellationToken cancel) => delete.RunAsync(actor, poolId, rule ?? "", cancel);
}

/// <param name="Resources">Which a rule can speak of.</param>
public sealed record RuleBoard(RulePage Page, IReadOnlyList<PickOption> Resources, bool MayChange, string? Search);

/// <summary>A rule, as it is posted.</summary>
public sealed record RuleForm
{
    public string? Effect { get; init; }

    [FromForm(Name = "subject_kind")]
    public SubjectKind SubjectKind { get; init; }

    public string? Subject { get; init; }

    public string? Resource { get; init; }

    public string? Id { get; init; }

    public string? Actions { get; init; }

    internal NewRule Of(Guid poolId) => new(
        poolId, new SubjectName(SubjectKind, Subject?.Trim() ?? ""), Resource ?? "", string.IsNullOrWhiteSpace(Id) ? null : Id.Trim(), FormLines.Words(Actions),
        // What is not said to be allowed is denied.
        Effect == "allow");
}
