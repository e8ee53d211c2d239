using System.Text.Json;
using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Claims;
using IdentitySource.Protocol.Ports;
using IdentitySource.Protocol.Tokens;
using IdentitySource.Server.SignIn;
using IdentitySource.Server.Tenancy;
using IdentitySource.Storage.Stores;

namespace IdentitySource.Server.Endpoints;

/// <summary>
/// The product family's <c>/cas/session</c>: is somebody signed in at this browser, and who? Pages of the application's own origins
/// may read it with the browser's cookies. To an application that may know who somebody is, it tells so and what else they allow it
/// to see; to every other, that somebody is there.
/// </summary>
internal static class SessionRoute
{
    public const string Path = "/cas/session";

    public static void MapSession(this IEndpointRouteBuilder address) => address.MapGet(Path, HandleAsync).RequireCors(ProtocolCors.SessionPolicy);

    private static async Task HandleAsync(
        HttpContext http, IApplicationRegistry applications, PresenceStore presences, BrowserSession sessions, TimeProvider clock, CancellationToken cancel)
    {
        ProtocolAnswers.NoStore(http);
        var tenant = Tenant.Of(http);
        var server = tenant.Server;
        var application = server.OnlyApplication ?? await applications.FindAsync(server.PoolId, http.Request.Query["client_id"].ToString(), cancel);
        var scope = tenant.SessionScope(application?.ClientId);
        var told = application is { Enabled: true } && sessions.HashOf(http, scope) is { } hash
            ? await presences.FindToldAsync(scope!, hash, application.Id, clock.GetUtcNow(), cancel)
            : null;

        http.Response.ContentType = "application/json";
        using (Utf8JsonWriter json = new(http.Response.BodyWriter))
        {
            json.WriteStartObject();
            if (told is null)
            {
                json.WriteNull("session"u8);
            }
            else
            {
                Write(json, told, application!.Policy.ClaimsFormat);
            }

            json.WriteEndObject();
        }

        await http.Response.BodyWriter.FlushAsync(cancel);
    }

    /// <summary>OIDC Core §5.4: <c>openid</c> is what lets an application know the person at all.</summary>
    private static void Write(Utf8JsonWriter json, ToldSession told, ClaimsFormat format)
    {
        var known = told.Allowed.Contains("openid");
        json.WriteStartObject("session"u8);
        if (known)
        {
            WriteSession(json, told.Session);
        }

        json.WriteEndObject();
        json.WriteStartObject("userInfo"u8);
        if (known)
        {
            json.WriteString("sub"u8, told.Person.Id.ToString("N"));
            ClaimSources.Write(json, told.Person, told.Allowed, [], format);
        }

        json.WriteEndObject();
    }

    private static void WriteSession(Utf8JsonWriter json, Session session)
    {
        json.WriteString("id"u8, session.Id.ToString("N"));
        json.WriteNumber("auth_time"u8, session.AuthenticatedAt.ToUnixTimeSeconds());
        json.WriteStartArray("amr"u8);
        foreach (var method in session.Methods.Split(' '))
        {
            json.WriteStringValue(method);
        }

        json.WriteEndArray();
    }
}
