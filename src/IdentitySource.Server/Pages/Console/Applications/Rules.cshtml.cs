using IdentitySource.Management;
using IdentitySource.Management.Applications;
using IdentitySource.Management.Permissions;
using IdentitySource.Management.Subjects;
using IdentitySource.Server.Console.Pieces;
using IdentitySource.Storage.Entities;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Applications;

/// <summary>The tab <i>Authorization</i>, rules: who may do what with which resource.</summary>
public sealed class RulesModel(FindApplication find, ListRules list, ListResources resources, AddRule add, DeleteRule delete) : ApplicationTab(find)
{
    public IReadOnlyList<ListedRule> Rules { get; private set; } = [];

    public IReadOnlyList<PickOption> Resources { get; private set; } = [];

    public IEnumerable<PickOption> Effects => [new("allow", Text["Rules.Allow"]), new("deny", Text["Rules.Deny"])];

    public IEnumerable<PickOption> Kinds => Enum.GetNames<SubjectKind>().Select(kind => new PickOption(kind, Text["Subject." + kind]));

    protected override string Tab => "authorization";

    public Task<IActionResult> OnGetAsync(CancellationToken cancel) => ShowAsync(cancel);

    public async Task<IActionResult> OnPostAddAsync(RuleForm form, CancellationToken cancel)
    {
        var outcome = await add.RunAsync(Actor, form.Of(Pool.Id), cancel);
        return outcome.Refused(out var faults, out _) ? await ShowAsync(cancel, [.. faults.Select(AtItsField)]) : Done("rule_added");
    }

    public async Task<IActionResult> OnPostDeleteAsync(string? rule, CancellationToken cancel) =>
        await AfterAsync(await delete.RunAsync(Actor, Pool.Id, rule ?? "", cancel), "rule_deleted", cancel);

    protected override async Task FillAsync(CancellationToken cancel)
    {
        Rules = (await list.RunAsync(Pool.Id, null, cancel)).Value ?? [];
        Resources = [.. (await resources.RunAsync(Pool.Id, cancel)).Select(resource => new PickOption(resource.Code, resource.Code))];
    }

    /// <summary>Whoever is not found stands in one field here, whatever they are.</summary>
    private static Fault AtItsField(Fault fault) => fault.Field is "access_key" or "user" or "role" or "group" ? fault with { Field = "subject" } : fault;
}

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
