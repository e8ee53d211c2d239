using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Authorize;
using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.Ports;
using IdentitySource.Protocol.Tokens;

namespace IdentitySource.Protocol.Logout;

/// <summary>
/// RP-Initiated Logout 1.0. Only a valid hint about the very person who is signed in ends the session without a question; a
/// redirect goes nowhere but to a registered address.
/// </summary>
public sealed class EndSessionEndpoint(IApplicationRegistry applications)
{
    /// <param name="sessionOf">The session at this browser, if any, as far as the application is concerned; null: nobody knows who asks.</param>
    public async Task<LogoutStep> HandleAsync(
        AuthorizationServer server, Result<RequestParameters> parsed, Func<Application?, Task<Session?>> sessionOf, CancellationToken cancel)
    {
        if (parsed.Refused(out var error, out var parameters))
        {
            return new LogoutStep.ShowError(error, null);
        }

        if (ParameterRules.Check(parameters) is { } malformed)
        {
            return new LogoutStep.ShowError(malformed, null);
        }

        // A hint that does not verify is no hint: the person is asked, and no redirect follows (RP-Initiated Logout §4).
        var sent = parameters["id_token_hint"];
        var claimed = await FindAsync(server, IdTokenSignature.ClaimedClientId(sent), cancel);
        var hintRefused = IdTokenHint.Read(server, sent, claimed).Refused(out _, out var hint);
        if (hint is not null && parameters["client_id"] is { } clientId && clientId != hint.ClientId)
        {
            return new LogoutStep.ShowError(
                ProtocolError.InvalidRequest("logout_client_differs", "The parameter 'client_id' is not the audience of the hint.")
                    .With("given", clientId).With("expected", hint.ClientId),
                null);
        }

        var application = await FindAsync(server, hint?.ClientId ?? parameters["client_id"], cancel);
        var target = hintRefused ? null : Target(application, parameters["post_logout_redirect_uri"], parameters["state"]);
        if (target is null && hint is not null && parameters["post_logout_redirect_uri"] is { } unregistered)
        {
            return new LogoutStep.ShowError(
                ProtocolError.InvalidRequest("logout_uri_unregistered", "The post_logout_redirect_uri is not registered for this application.")
                    .With("application", application?.ClientId).With("given", unregistered),
                application);
        }

        // RP-Initiated Logout §3: without a hint only the person can vouch for the request, and nobody is here to ask.
        return await sessionOf(application) is not { } session ? new LogoutStep.Done(hint is null ? null : target)
            : hint is not null && hint.SubjectId == session.SubjectId ? new LogoutStep.SignOut(session, application, target)
            : new LogoutStep.Confirm(application, target);
    }

    /// <summary>What a person was asked to confirm, as far as it still holds.</summary>
    public async Task<LogoutStep.Confirm> ResumeAsync(
        AuthorizationServer server, string? clientId, string? redirectUri, string? state, CancellationToken cancel)
    {
        var application = await FindAsync(server, clientId, cancel);
        return new LogoutStep.Confirm(application, Target(application, redirectUri, state));
    }

    private async ValueTask<Application?> FindAsync(AuthorizationServer server, string? clientId, CancellationToken cancel) =>
        clientId is not null && await applications.FindAsync(server.PoolId, clientId, cancel) is { Enabled: true } application && server.View(application) is not null
            ? application
            : null;

    private static LogoutTarget? Target(Application? application, string? redirectUri, string? state) =>
        application is not null && VerifiedRedirect.MatchExactly(application.PostLogoutRedirectUris, redirectUri) is { } redirect
            ? new LogoutTarget(redirect, state)
            : null;
}

/// <summary>What a logout request leads to.</summary>
public abstract record LogoutStep
{
    private LogoutStep()
    {
    }

    /// <summary>A page of ours.</summary>
    /// <param name="Application">Who asked, when that is known.</param>
    public sealed record ShowError(ProtocolError Error, Application? Application) : LogoutStep;

    /// <summary>The application proved that it speaks for this session: sign out now.</summary>
    public sealed record SignOut(Session Session, Application? Application, LogoutTarget? Target) : LogoutStep;

    /// <summary>Ask the person first: anybody can make a browser come here.</summary>
    public sealed record Confirm(Application? Application, LogoutTarget? Target) : LogoutStep;

    /// <summary>Nobody is signed in.</summary>
    public sealed record Done(LogoutTarget? Target) : LogoutStep;
}

/// <summary>Where to go afterwards; the state is returned as it came (§3).</summary>
public sealed record LogoutTarget(VerifiedRedirect Redirect, string? State)
{
    public string Location => State is null
        ? Redirect.Uri
        : $"{Redirect.Uri}{(Redirect.Uri.Contains('?', StringComparison.Ordinal) ? '&' : '?')}state={Uri.EscapeDataString(State)}";
}
