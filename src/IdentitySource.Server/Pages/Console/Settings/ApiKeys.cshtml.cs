using IdentitySource.Management;
using IdentitySource.Management.Administration;
using IdentitySource.Management.ApiKeys;
using IdentitySource.Management.Events;
using IdentitySource.Server.Console;
using IdentitySource.Server.Console.Pieces;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Settings;

/// <summary>The keys of the management API: made and taken away by the pool's owners.</summary>
[Needs(ConsoleRole.Owner)]
public sealed class ApiKeysModel(ListApiKeys list, CreateApiKey create, RevokeApiKey revoke, ListEvents events, TimeProvider clock) : ConsolePage<SettingsTexts>
{
    private static readonly string[] Lifetimes = ["30", "90", "180", "366"];

    private IReadOnlyDictionary<string, string> names = new Dictionary<string, string>();

    public IReadOnlyList<ListedApiKey> Keys { get; private set; } = [];

    /// <summary>The one that was just made.</summary>
    public IssuedApiKey? Issued { get; private set; }

    public IReadOnlyList<ApiScope> Scopes => ApiScopes.Of(Pool.Id == Visit.Visitor.OperatorsPoolId);

    public IEnumerable<PickOption> Days => Lifetimes.Select(days => new PickOption(days, Text["ApiKeys.Days", days]));

    public DateTimeOffset Now => clock.GetUtcNow();

    public string WhoMade(ListedApiKey key) =>
        key.CreatedBy?.ToString("N") is { } id ? names.GetValueOrDefault(id, id) : Text["ApiKeys.CommandLine"];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Keys = await list.RunAsync(Pool.Id, cancel);
        names = await events.NamesOfAsync([.. Keys.Select(key => key.CreatedBy?.ToString("N")).OfType<string>().Distinct()], cancel);
    }

    [Sensitive]
    public async Task<IActionResult> OnPostCreateAsync(string? name, string[]? scopes, int days, CancellationToken cancel)
    {
        if ((await create.RunAsync(Actor, new NewApiKey(Pool.Id, name, scopes ?? [], days), cancel)).Refused(out var faults, out var issued))
        {
            return await ShowAsync(faults, cancel);
        }

        // The answer itself shows the key: it is a secret, and is kept nowhere.
        Issued = issued;
        await OnGetAsync(cancel);
        return Page();
    }

    [Sensitive]
    public async Task<IActionResult> OnPostRevokeAsync(string? key, CancellationToken cancel) =>
        (await revoke.RunAsync(Actor, Pool.Id, key, cancel)).Refused(out var faults, out _) ? await ShowAsync(faults, cancel) : Done("api_key_revoked");

    private async Task<IActionResult> ShowAsync(IReadOnlyList<Fault> faults, CancellationToken cancel)
    {
        await OnGetAsync(cancel);
        return Refuse(faults);
    }
}
