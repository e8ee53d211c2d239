using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Authorize.Answers;
using IdentitySource.Protocol.Authorize.Checks;
using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.Ports;

namespace IdentitySource.Protocol.Authorize;

/// <summary>
/// The authorization endpoint (RFC 6749 §3.1, OIDC Core §3.1.2): who asks and where may we answer, what is asked, who is here,
/// issue. Each visit of the same interaction, also after a page, runs all of it again.
/// </summary>
public sealed class AuthorizeEndpoint(
    IApplicationRegistry applications, IPresence presences, IGrantStore grants, IPersonPermissions permissions, IEnumerable<IAnswerPart> parts, TimeProvider clock)
{
    /// <summary>What is asked, in this order; the first refusal is the answer.</summary>
    private static readonly Func<AuthorizeRequest, ProtocolError?>[] Checked =
    [
        RepeatedParameters.Check,
        RequestObjects.Check,
        ResponseTypes.Check,
        ResponseTypes.CheckMode,
        FrontChannel.Check,
        OAuthRules.Check,
        ScopeAndClaims.Check,
        PkceRules.Check,
        Freshness.Check,
    ];

    /// <summary>An ID token is bound to what comes along with it, so it is made last.</summary>
    private readonly IAnswerPart[] parts = [.. parts.OrderBy(part => part.Word == "id_token").ThenBy(part => part.Word, StringComparer.Ordinal)];

    /// <param name="sessionHash">SHA-256 of the session handle that the browser brought, if any.</param>
    /// <param name="flow">The interaction that this visit continues; null for a request that comes from the application.</param>
    public async Task<AuthorizeOutcome> HandleAsync(
        AuthorizationServer server, Result<RequestParameters> parsed, byte[]? sessionHash, Flow? flow, CancellationToken cancel)
    {
        if ((await FindAsync(server, parsed, cancel)).Refused(out var error, out var application))
        {
            return new AuthorizeOutcome.ShowError(error, null);
        }

        if (Verify(server, application, parsed.Value!).Refused(out error, out var request))
        {
            return new AuthorizeOutcome.ShowError(error, application);
        }

        if (Check(request) is { } refusal)
        {
            return Answer(request, [], refusal);
        }

        var presence = sessionHash is null ? null : await presences.FindAsync(server.PoolId, sessionHash, request.Application.Id, request.Now, cancel);
        if (presence is not null)
        {
            request = await LimitAsync(request, presence.Session.SubjectId, cancel);
        }

        return Interactions.Next(request, presence, flow ?? new Flow(Guid.Empty, request.Now)) switch
        {
            NextStep.AskPerson ask => new AuthorizeOutcome.AskPerson(ask.Ask, request),
            NextStep.Refuse refuse => Answer(request, [], refuse.Error),
            NextStep.Deny deny => await DenyAsync(new Answer(request, deny.Session), deny.Error, flow, cancel),
            NextStep.Issue issue => await IssueAsync(new Answer(request, issue.Session), presence!, flow, cancel),
            _ => throw new InvalidOperationException("A step that is none of the four."),
        };
    }

    /// <summary>The request as a page shows it: judged like any other, and nothing done about it.</summary>
    /// <param name="person">Who reads the page, if it is known: permission items are limited to what they may do.</param>
    public async Task<Result<AuthorizeRequest>> ReadAsync(AuthorizationServer server, RequestParameters parameters, Guid? person, CancellationToken cancel)
    {
        if ((await FindAsync(server, parameters, cancel)).Refused(out var error, out var application)
            || Verify(server, application, parameters).Refused(out error, out var request))
        {
            return error;
        }

        if (Check(request) is { } refusal)
        {
            return refusal;
        }

        return person is { } subject ? await LimitAsync(request, subject, cancel) : request;
    }

    private async Task<AuthorizeRequest> LimitAsync(AuthorizeRequest request, Guid person, CancellationToken cancel) =>
        request.AsksPermissions ? request.For(await permissions.FindAsync(request.Server.PoolId, person, cancel)) : request;

    private static ProtocolError? Check(AuthorizeRequest request)
    {
        foreach (var check in Checked)
        {
            if (check(request) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    /// <summary>
    /// Phase A. RFC 6749 §4.1.2.1: whatever is wrong here is told to the person and never to the address in the request, and
    /// nothing else in the request is looked at before.
    /// </summary>
    private async Task<Result<Application>> FindAsync(AuthorizationServer server, Result<RequestParameters> parsed, CancellationToken cancel)
    {
        if (parsed.Refused(out var error, out var parameters))
        {
            return error;
        }

        if (parameters.IsRepeated("client_id") || parameters.IsRepeated("redirect_uri"))
        {
            return ProtocolError.InvalidRequest("address_parameter_repeated", "The parameter 'client_id' or 'redirect_uri' was sent more than once.");
        }

        if (parameters["client_id"] is not { } clientId)
        {
            return ProtocolError.InvalidRequest("client_id_missing", "The parameter 'client_id' is missing.");
        }

        if (server.View(await applications.FindAsync(server.PoolId, clientId, cancel)) is not { } application)
        {
            return ProtocolError.UnauthorizedClient("application_unknown", "No application with this client_id exists at this address.").With("given", clientId);
        }

        return application.Enabled
            ? application
            : ProtocolError.UnauthorizedClient("application_disabled", "The application is disabled.").With("application", application.ClientId);
    }

    /// <summary>The rest of phase A: whether the address is one of the application's.</summary>
    private Result<AuthorizeRequest> Verify(AuthorizationServer server, Application application, RequestParameters parameters)
    {
        var requested = parameters["redirect_uri"];
        if (requested is null)
        {
            return ProtocolError.InvalidRequest("redirect_uri_missing", "The parameter 'redirect_uri' is missing.").With("application", application.ClientId);
        }

        return parameters.TooLong != "redirect_uri" && VerifiedRedirect.Match(application.RedirectUris, requested) is { } redirect
            ? new AuthorizeRequest(server, application, redirect, parameters, clock.GetUtcNow())
            : ProtocolError.InvalidRequest("redirect_uri_unregistered", "The redirect_uri is not registered for this application.")
                .With("application", application.ClientId).With("given", requested);
    }

    /// <summary>One statement writes what every part of the answer stands on; then each part adds its own.</summary>
    private async Task<AuthorizeOutcome> IssueAsync(Answer answer, Presence presence, Flow? flow, CancellationToken cancel)
    {
        if (!await AddAsync(answer, flow, cancel))
        {
            return flow is null || !await grants.IsAnsweredAsync(answer.Authorization.PoolId, flow.Id, cancel)
                ? Ended(answer, "session_ended")
                : AlreadyFinished(answer.Request);
        }

        if (presence.SignedOut)
        {
            await presences.ReturnAsync(answer.Authorization.PoolId, presence.Session.Id, answer.Authorization.ApplicationId, cancel);
        }

        if (answer.Grant?.Dead() is { } why)
        {
            return Ended(answer, why);
        }

        foreach (var part in parts)
        {
            if (answer.Request.ResponseType!.Has(part.Word))
            {
                await part.AddAsync(answer, cancel);
            }
        }

        return Answer(answer.Request, answer.Parameters, null) with { SubjectId = answer.Authorization.SubjectId };
    }

    /// <summary>
    /// Tokens are made here and now of what the store holds, so it tells it with the same statement. A code alone reads nothing:
    /// its person is looked at when it is exchanged.
    /// </summary>
    /// <returns>False when nothing was written: the interaction has had its answer already, or the session has ended in this moment.</returns>
    private async Task<bool> AddAsync(Answer answer, Flow? flow, CancellationToken cancel)
    {
        var (authorization, code) = (answer.Authorization, answer.Code?.Stored);
        if (!answer.Request.ResponseType!.HasToken)
        {
            return await grants.AddAsync(authorization, code, flow?.Id, cancel);
        }

        answer.Grant = await grants.AddTellingAsync(authorization, code, flow?.Id, cancel);
        return answer.Grant is not null;
    }

    /// <summary>Somebody was here when the request was looked at, and has lost the right since.</summary>
    private static AuthorizeOutcome.SendToClient Ended(Answer answer, string why)
    {
        var ended = new ProtocolError("access_denied", "authorize_grant_ended", "The person may not sign in any more.").With("why", why);
        return Answer(answer.Request, [], ended with { SubjectId = answer.Authorization.SubjectId });
    }

    /// <summary>Deny, back, allow: the application was told already that it got nothing.</summary>
    private async Task<AuthorizeOutcome> DenyAsync(Answer answer, ProtocolError denied, Flow? flow, CancellationToken cancel)
    {
        var request = answer.Request;
        return await grants.AddAsync(answer.Authorization with { RevokedAt = request.Now }, null, flow?.Id, cancel)
            ? Answer(request, [], denied with { SubjectId = answer.Authorization.SubjectId })
            : AlreadyFinished(request);
    }

    /// <summary>A double click, or the back button after the end: one interaction has one answer.</summary>
    private static AuthorizeOutcome.ShowError AlreadyFinished(AuthorizeRequest request) =>
        new(ProtocolError.InvalidRequest("flow_already_finished", "This sign-in has been completed already."), request.Application);

    private static AuthorizeOutcome.SendToClient Answer(AuthorizeRequest request, List<KeyValuePair<string, string>> parameters, ProtocolError? refusal)
    {
        if (refusal is not null)
        {
            parameters.Add(new("error", refusal.Code));
            parameters.Add(new("error_description", refusal.Description));
        }

        if (request.State is { } state)
        {
            parameters.Add(new("state", state));
        }

        // RFC 9207 §2: success or error, every answer says who it comes from.
        parameters.Add(new("iss", request.Server.Issuer));
        return new AuthorizeOutcome.SendToClient(request, request.Redirect, request.Mode, parameters, refusal);
    }
}
