using IdentitySource.Server.Api;
using IdentitySource.Server.Console;
using IdentitySource.Server.Endpoints;
using IdentitySource.Server.SignIn;
using IdentitySource.Server.Tenancy;

namespace IdentitySource.Server.Composition;

/// <summary>The way of a request, top to bottom.</summary>
internal static class Pipeline
{
    public static WebApplication UseIdentitySource(this WebApplication app)
    {
        app.UseForwardedAddress();
        app.UseMiddleware<RequestLog>();
        app.UseHostedPages();
        app.UseMiddleware<Outage>();
        app.UseMiddleware<TenancyMiddleware>();
        app.UseRouting();
        app.Use(ProtocolCors.VaryAsync);
        app.UseCors();
        app.UseMiddleware<SessionIdentity>();
        app.UseMiddleware<ConsoleGate>();
        app.UseMiddleware<ApiGate>();

        app.MapPublished();
        app.MapAuthorize();
        app.MapToken();
        app.MapIntrospection();
        app.MapRevocation();
        app.MapUserInfo();
        app.MapValidateToken();
        app.MapSession();
        app.MapEndSession();
        app.MapHealth();
        app.MapHostedPages();
        app.MapLiveLog();
        app.MapRefusalLink();
        app.MapApi();
        app.MapApiDocument();
        return app;
    }
}
