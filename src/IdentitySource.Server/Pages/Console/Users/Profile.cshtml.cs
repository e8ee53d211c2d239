using IdentitySource.Management.Users;
using IdentitySource.Server.Console.Pieces;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Users;

/// <summary>What is written down about a person.</summary>
public sealed class ProfileModel(FindUser find, UpdateUser update) : UserPage(find)
{
    public IEnumerable<PickOption> Genders =>
        [new("", Text["Gender.Unsaid"]), new("F", Text["Gender.F"]), new("M", Text["Gender.M"]), new("U", Text["Gender.U"])];

    protected override string Tab => "";

    public async Task<IActionResult> OnGetAsync(string user, CancellationToken cancel) => await FoundAsync(user, cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string user, string? version, CancellationToken cancel)
    {
        if (!await FoundAsync(user, cancel))
        {
            return NotFound();
        }

        // Only the form's own fields: whatever else is posted is nobody's.
        var texts = UserFields.All.Where(field => Request.Form.ContainsKey(field.Name))
            .ToDictionary(field => field.Name, field => Request.Form[field.Name].LastOrDefault());
        return await AnswerAsync(await update.RunAsync(Actor, Name, version ?? "", texts, cancel), "user_updated", cancel);
    }

    internal static int? Rows(UserFieldForm form) => form switch
    {
        UserFieldForm.JsonObject => 6,
        UserFieldForm.Lines => 2,
        _ => null,
    };

    internal static string InputType(UserFieldForm form) => form switch
    {
        UserFieldForm.Email => "email",
        UserFieldForm.Phone => "tel",
        UserFieldForm.Link => "url",
        _ => "text",
    };
}
