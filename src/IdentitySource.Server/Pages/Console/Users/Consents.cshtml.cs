using IdentitySource.Management.Consents;
using IdentitySource.Management.Users;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Users;

/// <summary>What a person has allowed applications.</summary>
public sealed class ConsentsModel(FindUser find, ListUserConsents list, WithdrawConsent withdraw) : UserPage(find)
{
    public IReadOnlyList<UserConsent> Consents { get; private set; } = [];

    protected override string Tab => "consents";

    public async Task<IActionResult> OnGetAsync(string user, CancellationToken cancel) =>
        await FoundAsync(user, cancel) && await LoadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostWithdrawAsync(string user, string? application, CancellationToken cancel) =>
        Guid.TryParseExact(application, "N", out var id) && await FoundAsync(user, cancel)
            ? await AnswerAsync(await withdraw.RunAsync(Actor, Name, id.ToString("N"), cancel), "consent_withdrawn", cancel)
            : NotFound();

    protected override async Task<bool> LoadAsync(CancellationToken cancel)
    {
        Consents = await list.RunAsync(Pool.Id, Person.Id, cancel);
        return true;
    }
}
