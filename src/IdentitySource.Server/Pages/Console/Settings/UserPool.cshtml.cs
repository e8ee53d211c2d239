using IdentitySource.Management.Administration;
using IdentitySource.Management.UserPools;
using IdentitySource.Server.Console;
using Microsoft.AspNetCore.Mvc;
using Entities = IdentitySource.Storage.Entities;

namespace IdentitySource.Server.Pages.Console.Settings;

/// <summary>What the user pool is called and how its sessions are; operators suspend it here.</summary>
public sealed class UserPoolModel(ShowPool show, UpdatePool update, SuspendPool suspend) : ConsolePage<SettingsTexts>
{
    public PoolState State { get; private set; } = null!;

    public bool MayChange => May(ConsoleRole.Owner);

    public bool IsSuspended => Pool.SuspendedAt is not null;

    public bool MaySuspend => May(ConsoleRole.Operator) && Pool.Slug is not (Entities.UserPool.DefaultSlug or Entities.UserPool.OperatorsSlug);

    public async Task OnGetAsync(CancellationToken cancel) => State = await show.RunAsync(Pool.Id, cancel);

    [Needs(ConsoleRole.Owner)]
    public async Task<IActionResult> OnPostAsync(string? name, [FromForm(Name = "single_sign_on")] bool singleSignOn, string? version, CancellationToken cancel)
    {
        PoolSettings settings = new() { PoolId = Pool.Id, Name = name ?? "", SingleSignOn = singleSignOn, Version = version };
        if (!(await update.RunAsync(Actor, settings, cancel)).Refused(out var faults, out _))
        {
            return Done("pool_saved");
        }

        await OnGetAsync(cancel);
        return Refuse(faults);
    }

    [Needs(ConsoleRole.Operator), Sensitive]
    public Task<IActionResult> OnPostSuspendAsync(CancellationToken cancel) => SuspendAsync(suspended: true, cancel);

    [Needs(ConsoleRole.Operator)]
    public Task<IActionResult> OnPostResumeAsync(CancellationToken cancel) => SuspendAsync(suspended: false, cancel);

    private async Task<IActionResult> SuspendAsync(bool suspended, CancellationToken cancel)
    {
        State = await show.RunAsync(Pool.Id, cancel);
        return (await suspend.RunAsync(Actor, Pool.Id, suspended, cancel)).Refused(out var faults, out _) ? Refuse(faults) : Done(suspended ? "pool_suspended" : "pool_resumed");
    }
}
