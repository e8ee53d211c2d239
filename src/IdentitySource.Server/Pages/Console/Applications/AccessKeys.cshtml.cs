using IdentitySource.Management;
using IdentitySource.Management.AccessKeys;
using IdentitySource.Management.Applications;
using IdentitySource.Server.Console;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Applications;

/// <summary>The tab <i>Authorization</i>, programmatic access: the AK and SK pairs of an application. An SK is the answer to the form that made it.</summary>
public sealed class AccessKeysModel(FindApplication find, ListAccessKeys list, AccessKeyActs acts) : ApplicationTab(find)
{
    public IReadOnlyList<ListedAccessKey> Keys { get; private set; } = [];

    public IssuedAccessKey? Issued { get; private set; }

    /// <summary>The account whose form is shown.</summary>
    [FromQuery(Name = "change")]
    public string? Change { get; set; }

    public ListedAccessKey? Changed => MayChange ? Keys.FirstOrDefault(key => key.AccessKey == Change) : null;

    protected override string Tab => "authorization";

    public Task<IActionResult> OnGetAsync(CancellationToken cancel) => ShowAsync(cancel);

    public async Task<IActionResult> OnPostCreateAsync(string? remark, [FromForm(Name = "token_lifetime")] int? lifetime, CancellationToken cancel) =>
        await ShowIssuedAsync(
            await acts.Create.RunAsync(Actor, new NewAccessKey(Pool.Id, Key, lifetime ?? 0, string.IsNullOrWhiteSpace(remark) ? null : remark.Trim()), cancel), cancel);

    public async Task<IActionResult> OnPostEnableAsync([FromForm(Name = "access_key")] string? key, CancellationToken cancel) =>
        await AfterAsync(await acts.Enable.RunAsync(Actor, Pool.Id, key ?? "", enabled: true, cancel), "access_key_enabled", cancel);

    public async Task<IActionResult> OnPostDisableAsync([FromForm(Name = "access_key")] string? key, CancellationToken cancel) =>
        await AfterAsync(await acts.Enable.RunAsync(Actor, Pool.Id, key ?? "", enabled: false, cancel), "access_key_disabled", cancel);

    public async Task<IActionResult> OnPostUpdateAsync(
        [FromForm(Name = "access_key")] string? key, string? remark, [FromForm(Name = "token_lifetime")] int? lifetime, string? version, CancellationToken cancel) =>
        await AfterAsync(
            await acts.Update.RunAsync(Actor, Pool.Id, key ?? "", new AccessKeySettings(lifetime ?? 0, remark?.Trim() ?? "", version), cancel), "access_key_saved", cancel);

    [Sensitive]
    public async Task<IActionResult> OnPostRefreshAsync([FromForm(Name = "access_key")] string? key, CancellationToken cancel) =>
        await ShowIssuedAsync(await acts.Refresh.RunAsync(Actor, Pool.Id, key ?? "", cancel), cancel);

    [Sensitive]
    public async Task<IActionResult> OnPostDeleteAsync([FromForm(Name = "access_key")] string? key, CancellationToken cancel) =>
        await AfterAsync(await acts.Delete.RunAsync(Actor, Pool.Id, key ?? "", cancel), "access_key_deleted", cancel);

    protected override async Task FillAsync(CancellationToken cancel) => Keys = (await list.RunAsync(Pool.Id, Key, cancel)).Value ?? [];

    private async Task<IActionResult> ShowIssuedAsync(Outcome<IssuedAccessKey> outcome, CancellationToken cancel)
    {
        if (outcome.Refused(out var faults, out var issued))
        {
            return await ShowAsync(cancel, faults);
        }

        Issued = issued;
        return await ShowAsync(cancel);
    }
}

/// <summary>What can be done with a programmatic access account.</summary>
public sealed record AccessKeyActs(CreateAccessKey Create, EnableAccessKey Enable, UpdateAccessKey Update, RefreshAccessKey Refresh, DeleteAccessKey Delete);
