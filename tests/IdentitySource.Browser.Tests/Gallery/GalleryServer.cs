using IdentitySource.Server.Composition;
using IdentitySource.Server.Pages;
using IdentitySource.Server.SignIn;
using IdentitySource.Server.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IdentitySource.Browser.Tests.Gallery;

/// <summary>The hosted pages with made-up people in them, on a real socket: frame, texts and headers are those of the server, nothing else is.</summary>
public sealed class GalleryServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private GalleryServer(WebApplication app) => this.app = app;

    public string Address => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public static async Task<GalleryServer> StartAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(HostedPage).Assembly.GetName().Name,
            EnvironmentName = "Production",
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddSingleton(new DeploymentOptions());
        builder.Services.AddSingleton(new AddressPlan("http://127.0.0.1", AddressMode.Path));
        builder.Services.AddSingleton<CookieJar>();
        builder.AddHostedPages();

        var app = builder.Build();
        app.UseHostedPages();
        app.MapHostedPages();
        app.MapGet("/gallery/{name}", (string name) => SamplePages.All[name]());
        app.MapPost("/gallery/{name}", async (HttpContext http, int wait) =>
        {
            await Task.Delay(wait);
            return Results.StatusCode(StatusCodes.Status204NoContent);
        });
        app.MapGet("/status/{status:int}", (int status) => Results.StatusCode(status));
        await app.StartAsync();
        return new GalleryServer(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
