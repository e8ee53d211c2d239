using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using IdentitySource.Protocol;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.Logout;
using IdentitySource.Protocol.Tokens;
using IdentitySource.Server.Endpoints;
using IdentitySource.Server.Events;
using IdentitySource.Server.Pages;
using IdentitySource.Server.Tenancy;
using IdentitySource.Storage.Stores;
using Microsoft.AspNetCore.DataProtection;

namespace IdentitySource.Server.SignIn;

/// <summary>Runs the end-session endpoint for this browser and carries out what it decides.</summary>
public sealed class SignOutFlow(
    EndSessionEndpoint endpoint, BrowserSession sessions, IDataProtectionProvider protection, ErrorPage errors, EventTrail trail, TimeProvider clock)
{
    private readonly IDataProtector protector = protection.CreateProtector("IdentitySource.SignOutTicket.v2");

    public async Task<IResult> RunAsync(HttpContext http, Result<RequestParameters> parameters, CancellationToken cancel)
    {
        http.Response.Headers.CacheControl = "no-store";
        var server = Tenant.Of(http).Server;
        var language = parameters.Value?["ui_locales"];
        switch (await endpoint.HandleAsync(server, parameters, async application => (await FindAsync(http, application, cancel))?.Session, cancel))
        {
            case LogoutStep.ShowError(var error, var application):
                return await errors.ShowAsync(http, error, parameters.Value, application);

            case LogoutStep.SignOut(var session, var application, var target):
                await EndAsync(http, session, application, cancel);
                return new SeeOther(After(http, target, language));

            case LogoutStep.Confirm confirm:
                return new SeeOther(PageLanguage.Carry($"{http.Request.PathBase}/sign-out?ticket={Protect(server, confirm)}", language));

            case LogoutStep.Done(var target):
                return new SeeOther(After(http, target, language));

            default:
                throw new InvalidOperationException("A step that is none of the four.");
        }
    }

    /// <summary>Who is signed in at this browser, as far as the application is concerned.</summary>
    /// <param name="application">Null when nobody knows where the person comes from.</param>
    public async Task<SignedInPerson?> FindAsync(HttpContext http, Application? application, CancellationToken cancel)
    {
        var tenant = Tenant.Of(http);
        return tenant.SessionScope(application?.ClientId) is { } scope
            ? await sessions.FindAsync(http, scope, cancel)
            : await sessions.FindAnyAsync(http, tenant.Server.PoolId, cancel);
    }

    /// <summary>Signs the person out as far as the application's reach goes, the other accounts of this browser on this device alone.</summary>
    /// <param name="session">As <see cref="FindAsync"/> found it.</param>
    public async Task EndAsync(HttpContext http, Session session, Application? application, CancellationToken cancel)
    {
        var tenant = Tenant.Of(http);
        application ??= tenant.Server.OnlyApplication;
        var (reach, scope) = (SignOutReach.Of(application), tenant.SessionScope(application?.ClientId));
        Guid? everywhere = reach.AllDevices ? session.SubjectId : null;
        if (application is null || reach.AllApplications)
        {
            await sessions.EndAsync(http, tenant.Server.PoolId, scope, everywhere, cancel);
        }
        else
        {
            await sessions.LeaveAsync(http, scope!, application.Id, everywhere, cancel);
        }

        trail.SignedOut(http, session.SubjectId, application?.Id, reach);
    }

    /// <summary>Where to go when somebody has been signed out.</summary>
    public static string After(HttpContext http, LogoutTarget? target, string? language) =>
        target?.Location ?? PageLanguage.Carry($"{http.Request.PathBase}/signed-out", language);

    /// <summary>
    /// What the person is asked to confirm, judged anew: an address may have been removed since. A text that is none of ours, or
    /// an hour old, leads nowhere.
    /// </summary>
    public async Task<LogoutStep.Confirm> ReadAsync(AuthorizationServer server, string? text, CancellationToken cancel) =>
        Unprotect(text) is { } ticket && ticket.ServerId == server.Id && clock.GetUtcNow() - ticket.MadeAt <= FlowTickets.Lifetime
            ? await endpoint.ResumeAsync(server, ticket.ClientId, ticket.RedirectUri, ticket.State, cancel)
            : new LogoutStep.Confirm(null, null);

    private string Protect(AuthorizationServer server, LogoutStep.Confirm asked)
    {
        Ticket ticket = new(server.Id, clock.GetUtcNow(), asked.Application?.ClientId, asked.Target?.Redirect.Uri, asked.Target?.State);
        return Base64Url.EncodeToString(protector.Protect(JsonSerializer.SerializeToUtf8Bytes(ticket)));
    }

    private Ticket? Unprotect(string? text)
    {
        try
        {
            return JsonSerializer.Deserialize<Ticket>(protector.Unprotect(Base64Url.DecodeFromChars(text)));
        }
        catch (Exception damaged) when (damaged is CryptographicException or FormatException)
        {
            return null;
        }
    }

    private sealed record Ticket(Guid ServerId, DateTimeOffset MadeAt, string? ClientId, string? RedirectUri, string? State);
}
