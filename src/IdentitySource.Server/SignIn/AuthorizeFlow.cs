using IdentitySource.Protocol;
using IdentitySource.Protocol.Authorize;
using IdentitySource.Protocol.Authorize.ResponseModes;
using IdentitySource.Protocol.Errors;
using IdentitySource.Server.Endpoints;
using IdentitySource.Server.Events;
using IdentitySource.Server.Pages;
using IdentitySource.Server.Pages.Views;
using IdentitySource.Server.Tenancy;

namespace IdentitySource.Server.SignIn;

/// <summary>Runs the authorization endpoint for this browser and carries out what it decides.</summary>
public sealed class AuthorizeFlow(
    AuthorizeEndpoint endpoint, BrowserSession sessions, SilentBudget silent, FlowTickets tickets, ErrorPage errors, EventTrail trail)
{
    /// <param name="flow">The interaction that is continued; null for a request that comes from the application.</param>
    public async Task<IResult> RunAsync(HttpContext http, Result<RequestParameters> parameters, Flow? flow, CancellationToken cancel)
    {
        http.Response.Headers.CacheControl = "no-store";
        var server = Tenant.Of(http).Server;
        var session = sessions.HashOf(http, Tenant.Of(http).SessionScope(parameters.Value?["client_id"]));
        if (session is not null && parameters.Value is { } sent && sent["prompt"] == "none" && !silent.Take(session, sent["client_id"]))
        {
            http.Response.Headers.RetryAfter = "60";
            return Results.StatusCode(StatusCodes.Status429TooManyRequests);
        }

        switch (await endpoint.HandleAsync(server, parameters, session, flow, cancel))
        {
            case AuthorizeOutcome.ShowError({ Reason: "flow_already_finished" } error, var application):
                trail.Refused(http, error, application?.Id);
                return new HostedPage(new NoticeView(NoticeKind.FlowFinished) { ApplicationName = application?.Name }, error.Status);

            case AuthorizeOutcome.ShowError(var error, var application):
                return await errors.ShowAsync(http, error, parameters.Value, application);

            case AuthorizeOutcome.AskPerson(var ask, var request):
                var ticket = tickets.Protect(http, server, request.Parameters, flow ?? FlowTickets.Begin(request.Now));

                // Between the steps the address has the last word: the person may have chosen another language there.
                var language = (string?)http.Request.Query["ui_locales"] ?? request.Parameters["ui_locales"];
                return new SeeOther(PageLanguage.Carry($"{http.Request.PathBase}{PageOf(ask)}?ticket={ticket}", language));

            case AuthorizeOutcome.SendToClient answer:
                return Send(http, answer);

            default:
                throw new InvalidOperationException("An outcome that is none of the three.");
        }
    }

    private IResult Send(HttpContext http, AuthorizeOutcome.SendToClient answer)
    {
        var application = answer.Request.Application;
        if (answer.Error is { } error)
        {
            trail.Refused(http, error, application.Id);
        }
        else
        {
            trail.Authorized(http, answer.SubjectId, application.Id, answer.Request.ResponseType!.Name);
        }

        return answer.Mode.Location(answer.Redirect, answer.Parameters) is { } location ? new SeeOther(location)
            : answer.Mode is WebMessageMode ? new HostedPage(WebMessageView.Of(answer))
            : new HostedPage(new FormPostView(answer.Redirect.Uri, answer.Parameters, application.Name));
    }

    private static string PageOf(Ask ask) => ask switch
    {
        Ask.SignIn => "/sign-in",
        Ask.ChooseAccount => "/choose-account",
        Ask.NoAccess => "/no-access",
        _ => "/consent",
    };
}
