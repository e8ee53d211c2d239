using IdentitySource.Management.Administration;
using IdentitySource.Management.Users;
using IdentitySource.Server.Console;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Users;

/// <summary>Adds a person; the rest of what is known about them is filled in on their own page.</summary>
[Needs(ConsoleRole.Administrator)]
public sealed class NewUserModel(AddUser add) : UsersPage
{
    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        NewUser input = new()
        {
            PoolId = Pool.Id,
            Username = Typed("username"),
            Email = Typed("email"),
            EmailVerified = Request.Form["email_verified"] == "true",
            Phone = Typed("phone"),
            PhoneVerified = Request.Form["phone_verified"] == "true",
            Name = Typed("name"),
            GivenName = Typed("given_name"),
            FamilyName = Typed("family_name"),
            Password = Request.Form["password"] is [{ Length: > 0 } password] ? password : null,
        };
        return (await add.RunAsync(Actor, input, cancel)).Refused(out var faults, out var id)
            ? Refuse(faults)
            : Done("user_created", "users/" + id.ToString("N"));
    }

    private string? Typed(string name) => Request.Form[name] is [{ } text] && text.Trim() is { Length: > 0 } trimmed ? trimmed : null;
}
