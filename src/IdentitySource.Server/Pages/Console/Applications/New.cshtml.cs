using IdentitySource.Management.Administration;
using IdentitySource.Management.Applications;
using IdentitySource.Protocol.Applications;
using IdentitySource.Server.Console;
using IdentitySource.Server.Tenancy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IdentitySource.Server.Pages.Console.Applications;

/// <summary>Creates an application; the modes that it begins with follow from its type.</summary>
[Needs(ConsoleRole.Administrator)]
public sealed class NewModel(CreateApplication create, CheckAddress check, AddressPlan plan) : ConsolePage<ApplicationTexts>
{
    /// <summary>How an authentication address becomes one that people see.</summary>
    public string AddressShape => plan.ApplicationAddress("…");

    public PageResult OnGet() => Page();

    /// <summary>For the field, while it is typed into: the words that the form would be refused with, or where people will be.</summary>
    public async Task<JsonResult> OnGetAddressAsync(string? address, CancellationToken cancel)
    {
        Response.Headers.CacheControl = "no-store";
        var fault = await check.RunAsync(Pool.Id, address ?? "", cancel);
        return new JsonResult(new
        {
            free = fault is null,
            text = fault is null ? Text["New.AddressFree", plan.ApplicationAddress(AddressRules.Normalize(address!))].Value : Explain(fault).Text,
        });
    }

    public async Task<IActionResult> OnPostAsync(
        string? name, string? address, ApplicationType? type, [FromForm(Name = "redirect_uris")] string? callback, CancellationToken cancel)
    {
        NewApplication input = new()
        {
            PoolId = Pool.Id,
            Name = name ?? "",
            Address = address ?? "",
            Type = type ?? ApplicationType.Web,
            RedirectUris = FormLines.Of(callback),
        };
        return (await create.RunAsync(Actor, input, cancel)).Refused(out var faults, out var created)
            ? Refuse(faults)
            : Done("application_created", $"applications/{created.ClientId}/{QuickStartModel.Path}");
    }
}
