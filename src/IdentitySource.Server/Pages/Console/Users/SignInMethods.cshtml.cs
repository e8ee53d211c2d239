using IdentitySource.Management.Users;
using IdentitySource.Server.Console;
using IdentitySource.Server.Console.Pieces;
using IdentitySource.Storage.Entities;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Users;

/// <summary>By what a person signs in, and whether they may. Whoever sets a password can become that person, so it is sensitive.</summary>
public sealed class SignInMethodsModel(FindUser find, UserAccess access) : UserPage(find)
{
    public IEnumerable<PickOption> Statuses => Enum.GetValues<UserStatus>().Select(status => new PickOption(status.ToString(), Text["Status." + status]));

    protected override string Tab => "sign-in";

    public async Task<IActionResult> OnGetAsync(string user, CancellationToken cancel) => await FoundAsync(user, cancel) ? Page() : NotFound();

    [Sensitive]
    public async Task<IActionResult> OnPostPasswordAsync(string user, string? password, CancellationToken cancel) =>
        await FoundAsync(user, cancel) ? await AnswerAsync(await access.Password.RunAsync(Actor, Name, password ?? "", cancel), "password_set", cancel) : NotFound();

    [Sensitive]
    public async Task<IActionResult> OnPostRemovePasswordAsync(string user, CancellationToken cancel) =>
        await FoundAsync(user, cancel) ? await AnswerAsync(await access.NoPassword.RunAsync(Actor, Name, cancel), "password_removed", cancel) : NotFound();

    public async Task<IActionResult> OnPostVerifiedAsync(string user, string? what, string? @is, CancellationToken cancel)
    {
        if (what is not ("email" or "phone") || @is is not ("yes" or "no") || !await FoundAsync(user, cancel))
        {
            return NotFound();
        }

        var (email, phone) = (what == "email" ? @is == "yes" : Person.EmailVerified, what == "phone" ? @is == "yes" : Person.PhoneVerified);
        return await AnswerAsync(await access.Verified.RunAsync(Actor, Name, email, phone, cancel), "user_updated", cancel);
    }

    public async Task<IActionResult> OnPostStatusAsync(string user, string? status, CancellationToken cancel) =>
        !Enum.TryParse<UserStatus>(status, out var wanted) || !Enum.IsDefined(wanted) ? BadRequest()
        : await FoundAsync(user, cancel) ? await AnswerAsync(await access.Status.RunAsync(Actor, Name, wanted, cancel), "user_updated", cancel)
        : NotFound();

    public async Task<IActionResult> OnPostBlockAsync(string user, CancellationToken cancel) =>
        await FoundAsync(user, cancel) ? await AnswerAsync(await access.Block.RunAsync(Actor, Name, cancel), "user_blocked", cancel) : NotFound();

    public async Task<IActionResult> OnPostUnblockAsync(string user, CancellationToken cancel) =>
        await FoundAsync(user, cancel) ? await AnswerAsync(await access.Unblock.RunAsync(Actor, Name, cancel), "user_unblocked", cancel) : NotFound();
}
