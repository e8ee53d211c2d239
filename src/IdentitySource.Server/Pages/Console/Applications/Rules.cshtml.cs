using IdentitySource.Management.Applications;
using IdentitySource.Server.Console.Pieces;
using IdentitySource.Server.Pages.Console.Resources;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Applications;

/// <summary>The tab <i>Authorization</i>, rules: those of the user pool, seen from an application.</summary>
public sealed class RulesModel(FindApplication find, RuleDesk desk) : ApplicationTab(find)
{
    public RuleBoard Board { get; private set; } = null!;

    [FromQuery(Name = "search")]
    public string? Search { get; set; }

    [FromQuery(Name = PagerTagHelper.Parameter)]
    public string? After { get; set; }

    protected override string Tab => "authorization";

    public Task<IActionResult> OnGetAsync(CancellationToken cancel) => ShowAsync(cancel);

    public async Task<IActionResult> OnPostAddAsync(RuleForm form, CancellationToken cancel) =>
        await AfterAsync(await desk.AddAsync(Actor, Pool.Id, form, cancel), "rule_added", cancel);

    public async Task<IActionResult> OnPostDeleteAsync(string? rule, CancellationToken cancel) =>
        await AfterAsync(await desk.DeleteAsync(Actor, Pool.Id, rule, cancel), "rule_deleted", cancel);

    protected override async Task FillAsync(CancellationToken cancel) => Board = await desk.ReadAsync(Pool.Id, MayChange, Search, After, cancel);
}
