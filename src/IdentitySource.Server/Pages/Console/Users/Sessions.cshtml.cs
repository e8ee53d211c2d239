using IdentitySource.Management.Users;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Users;

/// <summary>Where a person is signed in.</summary>
public sealed class SessionsModel(FindUser find, ListUserSessions list, EndUserSession end, SignOutUser endAll) : UserPage(find)
{
    public IReadOnlyList<UserSession> Sessions { get; private set; } = [];

    protected override string Tab => "sessions";

    public async Task<IActionResult> OnGetAsync(string user, CancellationToken cancel) =>
        await FoundAsync(user, cancel) && await LoadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostEndAsync(string user, string? session, CancellationToken cancel) =>
        Guid.TryParseExact(session, "N", out var id) && await FoundAsync(user, cancel)
            ? await AnswerAsync(await end.RunAsync(Actor, Pool.Id, Person.Id, id, cancel), "session_ended", cancel)
            : NotFound();

    public async Task<IActionResult> OnPostEndAllAsync(string user, CancellationToken cancel) =>
        await FoundAsync(user, cancel) ? await AnswerAsync(await endAll.RunAsync(Actor, Name, cancel), "sessions_ended", cancel) : NotFound();

    protected override async Task<bool> LoadAsync(CancellationToken cancel)
    {
        Sessions = await list.RunAsync(Pool.Id, Person.Id, cancel);
        return true;
    }
}
