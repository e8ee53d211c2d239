using IdentitySource.Management.Applications;
using IdentitySource.Management.Users;
using IdentitySource.Server.Console.Pieces;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Applications;

/// <summary>The tab <i>Login status</i>: who is signed in at the application, and the way to sign them out.</summary>
public sealed class SignedInModel(FindApplication find, ListSignedIn list, ForceLogout logout) : ApplicationTab(find)
{
    public SignedInPage Found { get; private set; } = new([], null);

    [FromQuery(Name = PagerTagHelper.Parameter)]
    public string? After { get; set; }

    protected override string Tab => "login-status";

    public Task<IActionResult> OnGetAsync(CancellationToken cancel) => ShowAsync(cancel);

    public async Task<IActionResult> OnPostLogoutAsync(string? user, CancellationToken cancel) =>
        await AfterAsync(await logout.RunAsync(Actor, new UserName(Pool.Id, user ?? ""), Key, cancel), "user_forced_out", cancel);

    protected override async Task FillAsync(CancellationToken cancel) => Found = (await list.RunAsync(Pool.Id, Key, After, cancel)).Value ?? Found;
}
