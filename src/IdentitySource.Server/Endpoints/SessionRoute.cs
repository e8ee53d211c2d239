using System.Text.Json;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Ports;
using IdentitySource.Protocol.Tokens;
using IdentitySource.Server.SignIn;
using IdentitySource.Server.Tenancy;
using IdentitySource.Storage.Stores;

namespace IdentitySource.Server.Endpoints;

/// <summary>
/// The product family's <c>/cas/session</c>: is somebody signed in at this browser, and who? Pages of the application's own origins
/// may read it with the browser's cookies. Of the person it tells what they allow the application to see, their subject included.
/// </summary>
internal static class SessionRoute
{
    public const string Path = "/cas/session";

    public static void MapSession(this IEndpointRouteBuilder address) => address.MapGet(Path, HandleAsync).RequireCors(ProtocolCors.SessionPolicy);

    private static async Task HandleAsync(
        HttpContext http, IApplicationRegistry applications, IPresence presences, BrowserSession sessions, TimeProvider clock, CancellationToken cancel)
    {
        ProtocolAnswers.NoStore(http);
        var tenant = Tenant.Of(http);
        var pool = tenant.Server.PoolId;
        var application = tenant.Server.OnlyApplication ?? await applications.FindAsync(pool, http.Request.Query["client_id"].ToString(), cancel);
        var scope = tenant.SessionScope(application?.ClientId);
        var presence = application is { Enabled: true } && sessions.HashOf(http, scope) is { } hash
            ? await presences.FindAsync(pool, hash, application.Id, clock.GetUtcNow(), cancel)
            : null;
        var person = presence is null or { SignedOut: true } ? null : await sessions.FindAsync(http, scope, cancel);

        http.Response.ContentType = "application/json";
        using (Utf8JsonWriter json = new(http.Response.BodyWriter))
        {
            json.WriteStartObject();
            if (person is null)
            {
                json.WriteNull("session"u8);
            }
            else
            {
                WriteSession(json, presence!.Session);
                WritePerson(json, person, scope => !application!.Policy.ShowConsent || presence.Consent.Scopes.Contains(scope));
            }

            json.WriteEndObject();
        }

        await http.Response.BodyWriter.FlushAsync(cancel);
    }

    private static void WriteSession(Utf8JsonWriter json, Session session)
    {
        json.WriteStartObject("session"u8);
        json.WriteString("id"u8, session.Id.ToString("N"));
        json.WriteNumber("auth_time"u8, session.AuthenticatedAt.ToUnixTimeSeconds());
        json.WriteStartArray("amr"u8);
        foreach (var method in session.Methods.Split(' '))
        {
            json.WriteStringValue(method);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WritePerson(Utf8JsonWriter json, SignedInPerson person, Func<string, bool> allowed)
    {
        json.WriteStartObject("userInfo"u8);
        (string Scope, string Claim, string? Value)[] claims =
        [
            ("openid", "sub", person.Session.SubjectId.ToString("N")),
            ("profile", "name", person.Name),
            ("username", "username", person.Username),
            ("email", "email", person.Email),
            ("phone", "phone_number", person.Phone),
        ];
        foreach (var (scope, claim, value) in claims)
        {
            if (value is not null && allowed(scope))
            {
                json.WriteString(claim, value);
            }
        }

        json.WriteEndObject();
    }
}
