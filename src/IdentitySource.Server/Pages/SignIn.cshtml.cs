using IdentitySource.Server.Events;
using IdentitySource.Server.Pages.Views;
using IdentitySource.Server.SignIn;
using IdentitySource.Storage.Stores;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IdentitySource.Server.Pages;

/// <summary>Identifier and password.</summary>
public sealed class SignInModel(PageFlow pages, PasswordDesk desk, BrowserSession sessions, KnownDevices devices, EventTrail trail) : PageModel
{
    private const int LongestField = 1024;

    private static readonly TimeSpan BusyFor = TimeSpan.FromSeconds(5);

    internal SignInView? View { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? ticket, bool other, CancellationToken cancel)
    {
        var (flow, instead) = await pages.OpenAsync(HttpContext, ticket, cancel);
        return flow is null ? new Instead(instead!) : Show(flow, flow.Request.Parameters["login_hint"], other);
    }

    /// <param name="other">The person came from the account chooser to add an account; the present one is kept.</param>
    public async Task<IActionResult> OnPostAsync(string? ticket, string? identifier, string? password, bool other, CancellationToken cancel)
    {
        var (flow, instead) = await pages.OpenAsync(HttpContext, ticket, cancel);
        if (flow is null)
        {
            return new Instead(instead!);
        }

        if (string.IsNullOrWhiteSpace(identifier) || string.IsNullOrEmpty(password) || identifier.Length > LongestField || password.Length > LongestField)
        {
            return Show(flow, identifier, other, SignInFault.WrongPair);
        }

        var request = flow.Request;
        switch (await desk.JudgeAsync(Visitor.At(HttpContext), request.Server.PoolId, identifier, password, cancel))
        {
            case PasswordVerdict.Accepted(var person):
                return await EnterAsync(flow, person, other, cancel)
                    ? new Instead(PageFlow.Continue(HttpContext, flow))
                    : Show(flow, identifier, other, SignInFault.WrongPair);

            case PasswordVerdict.Refused(var reason, var userId):
                trail.SignInFailed(HttpContext, reason, userId, request.Application.Id);
                return Show(flow, identifier, other, SignInFault.WrongPair);

            case PasswordVerdict.SlowDown(var wait):
                trail.SignInFailed(HttpContext, "source_tried_too_often", null, request.Application.Id);
                return Show(flow, identifier, other, SignInFault.TooManyAttempts, StatusCodes.Status429TooManyRequests, wait);

            default:
                return Show(flow, identifier, other, SignInFault.Busy, StatusCodes.Status503ServiceUnavailable, BusyFor);
        }
    }

    /// <returns>False when the password was changed or the person blocked while it was looked at: it is no longer the right one.</returns>
    private async Task<bool> EnterAsync(OpenFlow flow, ProvenPerson person, bool other, CancellationToken cancel)
    {
        var applicationId = flow.Request.Application.Id;
        if (await sessions.StartAsync(HttpContext, flow.Session(HttpContext), new SignInProof(person, "pwd"), keepOther: other, cancel) is null)
        {
            trail.SignInFailed(HttpContext, "credentials_changed_meanwhile", person.UserId, applicationId);
            return false;
        }

        devices.Remember(HttpContext, person.PoolId, person.UserId);
        trail.SignedIn(HttpContext, person.UserId, applicationId);
        return true;
    }

    private PageResult Show(
        OpenFlow flow, string? identifier, bool other, SignInFault fault = SignInFault.None, int status = StatusCodes.Status200OK, TimeSpan? wait = null)
    {
        View = new SignInView
        {
            Action = PageLanguage.Carry($"{Request.PathBase}/sign-in?{(other ? "other=true&" : "")}ticket={flow.Ticket}", Request.Query["ui_locales"]),
            Ticket = flow.Ticket,
            ApplicationName = flow.Request.Application.Name,
            Identifier = identifier,
            Fault = fault,
            RetryAfter = wait,
        };
        Response.StatusCode = status;
        if (wait is { } seconds)
        {
            Response.Headers.RetryAfter = ((int)seconds.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return Page();
    }
}
