using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using IdentitySource.Protocol;
using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.Logout;
using IdentitySource.Server.Endpoints;
using IdentitySource.Server.Events;
using IdentitySource.Server.Pages;
using IdentitySource.Server.Tenancy;
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
        var person = await sessions.FindAsync(http, server.PoolId, cancel);
        var language = parameters.Value?["ui_locales"];
        switch (await endpoint.HandleAsync(server, parameters, person?.Session, cancel))
        {
            case LogoutStep.ShowError(var error, var application):
                return errors.Show(http, error, parameters.Value, application);

            case LogoutStep.SignOut(var application, var target):
                await sessions.EndAsync(http, server.PoolId, cancel);
                trail.SignedOut(http, person!.Session.SubjectId, application?.Id);
                return new SeeOther(After(http, target, language));

            case LogoutStep.Confirm confirm:
                return new SeeOther(PageLanguage.Carry($"{http.Request.PathBase}/sign-out?ticket={Protect(server, confirm)}", language));

            case LogoutStep.Done(var target):
                return new SeeOther(After(http, target, language));

            default:
                throw new InvalidOperationException("A step that is none of the four.");
        }
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
