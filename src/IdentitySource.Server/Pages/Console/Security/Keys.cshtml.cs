using IdentitySource.Management;
using IdentitySource.Management.Administration;
using IdentitySource.Management.Keys;
using IdentitySource.Protocol.Jose;
using IdentitySource.Server.Console;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Security;

/// <summary>The signing keys of the pool's shared server, or of one application's. The keys themselves leave the server for nobody.</summary>
public sealed class KeysModel(ListKeys list, RotateKeys rotate, RevokeKey revoke) : ConsolePage<SecurityTexts>
{
    /// <summary>Client id or address; null for the shared server.</summary>
    [FromQuery(Name = "application")]
    public string? Application { get; set; }

    public IReadOnlyList<IGrouping<SigningAlgorithm, ListedKey>> Rings { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) =>
        (await list.OfServerAsync(Pool.Id, Asked, cancel)).Refused(out var faults, out var keys) ? Refuse(faults) : Show(keys);

    [Needs(ConsoleRole.Owner), Sensitive]
    public async Task<IActionResult> OnPostRotateAsync(string? algorithm, bool immediately, CancellationToken cancel)
    {
        if (!SigningAlgorithms.TryParse(algorithm, out var wanted))
        {
            return BadRequest();
        }

        KeysToRotate input = new(Pool.Id, Asked, wanted, immediately, SharedOnly: Asked is null);
        return (await rotate.RunAsync(Actor, input, cancel)).Refused(out var faults, out _) ? await ShowAsync(faults, cancel) : Again("keys_rotated");
    }

    [Needs(ConsoleRole.Owner), Sensitive]
    public async Task<IActionResult> OnPostRevokeAsync(string? kid, CancellationToken cancel) =>
        (await revoke.RunAsync(Actor, Pool.Id, kid ?? "", cancel)).Refused(out var faults, out _) ? await ShowAsync(faults, cancel) : Again("key_revoked");

    private string? Asked => string.IsNullOrWhiteSpace(Application) ? null : Application.Trim();

    private IActionResult Again(string notice) => Done(notice, Asked is null ? null : $"security?application={Uri.EscapeDataString(Asked)}");

    private async Task<IActionResult> ShowAsync(IReadOnlyList<Fault> faults, CancellationToken cancel)
    {
        if (!(await list.OfServerAsync(Pool.Id, Asked, cancel)).Refused(out _, out var keys))
        {
            Show(keys);
        }

        return Refuse(faults);
    }

    private Microsoft.AspNetCore.Mvc.RazorPages.PageResult Show(IReadOnlyList<ListedKey> keys)
    {
        Rings = [.. keys.GroupBy(key => key.Algorithm)];
        return Page();
    }
}
