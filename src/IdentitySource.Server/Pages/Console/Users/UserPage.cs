using IdentitySource.Management;
using IdentitySource.Management.Administration;
using IdentitySource.Management.Users;
using IdentitySource.Server.Console;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Users;

/// <summary>A tab of one person's page: who they are, read again for every request, and the frame around it.</summary>
public abstract class UserPage(FindUser find) : UsersPage
{
    private static readonly string[] AllTabs = ["", "sign-in", "sessions", "consents", "membership", "logs", "changes", "delete"];

    public UserDetail Person { get; private set; } = null!;

    /// <summary>The last segment of the address.</summary>
    protected abstract string Tab { get; }

    protected UserName Name => new(Pool.Id, Person.Id.ToString("N"));

    /// <returns>False when the pool has nobody with the id: the page does not exist.</returns>
    protected async Task<bool> FoundAsync(string user, CancellationToken cancel)
    {
        if (!Guid.TryParseExact(user, "N", out var id) || await find.RunAsync(Pool.Id, id, cancel) is not { } person)
        {
            return false;
        }

        Person = person;
        var home = "users/" + person.Id.ToString("N");
        Frame.Title = person.Called;
        Frame.Badge = Text.Badge(person.Status, person.Blocked);
        Frame.Crumbs = [new ConsoleLink(Text["Users.Title"], Visit.At("users"))];
        Frame.Tabs = [.. AllTabs.Where(tab => tab != "delete" || May(ConsoleRole.Administrator)).Select(tab => new ConsoleLink(Text["Tab." + tab], Visit.At(tab == "" ? home : $"{home}/{tab}"), tab == Tab))];
        return true;
    }

    /// <summary>On after an operation, or the page again with what is wrong.</summary>
    protected async Task<IActionResult> AnswerAsync<T>(Outcome<T> outcome, string notice, CancellationToken cancel)
    {
        if (!outcome.Refused(out var faults, out _))
        {
            return Done(notice);
        }

        // What the operation found may be newer than what was read before it.
        return await FoundAsync(Person.Id.ToString("N"), cancel) && await LoadAsync(cancel) ? Refuse(faults) : NotFound();
    }

    /// <summary>What the tab shows beside the person.</summary>
    protected virtual Task<bool> LoadAsync(CancellationToken cancel) => Task.FromResult(true);
}
