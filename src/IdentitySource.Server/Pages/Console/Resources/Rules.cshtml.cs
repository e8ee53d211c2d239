using IdentitySource.Management;
using IdentitySource.Management.Administration;
using IdentitySource.Server.Console;
using IdentitySource.Server.Console.Pieces;
using IdentitySource.Server.Pages.Console.Applications;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Resources;

/// <summary>Who may do what with which resource of the user pool.</summary>
public sealed class PoolRulesModel(RuleDesk desk) : ConsolePage<ApplicationTexts>
{
    public RuleBoard Board { get; private set; } = null!;

    [FromQuery(Name = "search")]
    public string? Search { get; set; }

    [FromQuery(Name = PagerTagHelper.Parameter)]
    public string? After { get; set; }

    public Task OnGetAsync(CancellationToken cancel) => ReadAsync(cancel);

    public async Task<IActionResult> OnPostAddAsync(RuleForm form, CancellationToken cancel) =>
        await AfterAsync(await desk.AddAsync(Actor, Pool.Id, form, cancel), "rule_added", cancel);

    public async Task<IActionResult> OnPostDeleteAsync(string? rule, CancellationToken cancel) =>
        await AfterAsync(await desk.DeleteAsync(Actor, Pool.Id, rule, cancel), "rule_deleted", cancel);

    private async Task<IActionResult> AfterAsync(Outcome<Guid> outcome, string notice, CancellationToken cancel)
    {
        await ReadAsync(cancel);
        return outcome.Refused(out var faults, out _) ? Refuse(faults) : Done(notice);
    }

    private async Task ReadAsync(CancellationToken cancel) => Board = await desk.ReadAsync(Pool.Id, May(ConsoleRole.Administrator), Search, After, cancel);
}
