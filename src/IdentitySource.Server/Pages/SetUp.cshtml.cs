using IdentitySource.Management;
using IdentitySource.Management.Setup;
using IdentitySource.Server.Events;
using IdentitySource.Server.Pages.Views;
using IdentitySource.Server.Tenancy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IdentitySource.Server.Pages;

/// <summary>Makes the first administrator, by the one-time link that the server's log shows.</summary>
public sealed class SetUpModel(CompleteSetup setup, AddressPlan plan, IHostEnvironment environment) : PageModel
{
    internal SetUpView? View { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? link, CancellationToken cancel)
    {
        if (!IsAtRoot())
        {
            return NotFound();
        }

        if (link is null || !await setup.IsOpenAsync(link, cancel))
        {
            return Dead();
        }

        View = Form(link, null, environment.IsDevelopment(), SetUpFault.None);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? token, string? email, string? password, bool demo, CancellationToken cancel)
    {
        if (!IsAtRoot())
        {
            return NotFound();
        }

        Actor actor = new("setup", null, Reference.Of(HttpContext), HttpContext.Connection.RemoteIpAddress?.ToString(), UserAgent.Of(HttpContext));
        SetupForm form = new(token ?? "", email?.Trim() ?? "", password ?? "", DemoOrigin: demo ? plan.PublicOrigin : null);
        if ((await setup.RunAsync(actor, form, cancel)).Refused(out var faults, out var done))
        {
            if (faults.Any(fault => fault.Field is "link" or "administrator"))
            {
                return Dead();
            }

            View = Form(form.Link, form.Email, demo, Fault(faults[0]));
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }

        return new Instead(new HostedPage(Done(form.Email, done)));
    }

    private bool IsAtRoot() => !Request.PathBase.HasValue;

    private static Instead Dead() => new(new HostedPage(new NoticeView(NoticeKind.SetUpLinkDead), StatusCodes.Status410Gone));

    private SetUpView Form(string link, string? email, bool demo, SetUpFault fault) =>
        new() { Action = $"{Request.PathBase}/setup?link={Uri.EscapeDataString(link)}", Token = link, Email = email, AddDemo = demo, Fault = fault };

    private SetUpDoneView Done(string email, SetupDone done) => new(email, AddressPlan.Issuer(plan.PublicOrigin))
    {
        Users = [.. (done.Demo?.Users ?? []).Select(user => new Views.DemoUser(user.Email, user.Password))],
        Applications = [.. (done.Demo?.Applications ?? []).Select(application => new DemoApplication(
            application.Name, application.ClientId, application.Address == Server.Demo.DemoShop.Address ? "/demo/" : null))],
        Machine = done.Demo?.Machine is { } machine
            ? new DemoMachineCall(AddressPlan.Issuer(plan.ApplicationAddress(machine.Address)), machine.AccessKey, machine.Secret, machine.Scope)
            : null,
        DemoFaults = [.. done.DemoFaults.Select(fault => fault.Message)],
    };

    private static SetUpFault Fault(Fault fault) => fault.Reason switch
    {
        "password_too_short" => SetUpFault.PasswordTooShort,
        "password_too_long" => SetUpFault.PasswordTooLong,
        "password_is_own_name" => SetUpFault.PasswordIsEmail,
        "password_common" => SetUpFault.PasswordTooCommon,
        _ when fault.Field == "password" => SetUpFault.PasswordMalformed,
        _ => SetUpFault.EmailInvalid,
    };
}
