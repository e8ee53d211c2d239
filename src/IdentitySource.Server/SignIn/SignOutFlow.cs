using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using IdentitySource.Protocol;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.Logout;
using IdentitySource.Server.Endpoints;
using IdentitySource.Server.Events;
using IdentitySource.Server.Pages;
using IdentitySource.Server.Tenancy;
using Microsoft.AspNetCore.DataProtection;

namespace IdentitySource.Server.SignIn;

/// <summary>Runs the end-session endpoint for this browser and carries out what it decides.</summary>
public sealed class SignOutFlow(EndSessionEndpoint endpoint, BrowserSession sessions, IDataProtectionProvider protection, ErrorPage errors, EventTrail trail)
{
    private readonly IDataProtector protector = protection.CreateProtector("IdentitySource.SignOutTarget.v1");

    public async Task<IResult> RunAsync(HttpContext http, Result<RequestParameters> parameters, CancellationToken cancel)
    {
        http.Response.Headers.CacheControl = "no-store";
        var server = Tenant.Of(http).Server;
        var person = await sessions.FindAsync(http, server.PoolId, cancel);
        if ((await endpoint.HandleAsync(server, parameters, person?.Session, cancel)).Refused(out var error, out var step))
        {
            return errors.Show(http, error, parameters.Value);
        }

        switch (step)
        {
            case LogoutStep.SignOut(var application, var target):
                await sessions.EndAsync(http, server.PoolId, cancel);
                trail.SignedOut(http, person!.Session.SubjectId, application?.Id);
                return new SeeOther(After(http, target?.Location));

            case LogoutStep.Confirm(var application, var target):
                return new SeeOther($"{http.Request.PathBase}/sign-out?ticket={Protect(server, application, target)}");

            case LogoutStep.Done(var target):
                return new SeeOther(After(http, target?.Location));

            default:
                throw new InvalidOperationException("A step that is none of the three.");
        }
    }

    /// <summary>Where to go when somebody has been signed out.</summary>
    public static string After(HttpContext http, string? location) => location ?? $"{http.Request.PathBase}/signed-out";

    /// <summary>Where to go after the confirmation page; null when the text is none of ours, which leads nowhere.</summary>
    public SignOutTarget? Read(AuthorizationServer server, string? text)
    {
        try
        {
            var parts = Encoding.UTF8.GetString(protector.Unprotect(Base64Url.DecodeFromChars(text))).Split('\n');
            return parts is [var serverId, var name, var location] && serverId == server.Id.ToString("N")
                ? new SignOutTarget(name.Length == 0 ? null : name, location.Length == 0 ? null : location)
                : null;
        }
        catch (Exception damaged) when (damaged is CryptographicException or FormatException)
        {
            return null;
        }
    }

    private string Protect(AuthorizationServer server, Application? application, LogoutTarget? target) =>
        Base64Url.EncodeToString(protector.Protect(Encoding.UTF8.GetBytes(
            $"{server.Id:N}\n{application?.Name.ReplaceLineEndings(" ")}\n{target?.Location}")));
}

/// <param name="ApplicationName">Who asks for the sign-out, when we know.</param>
/// <param name="Location">A registered address with its state, or null.</param>
public sealed record SignOutTarget(string? ApplicationName, string? Location);
