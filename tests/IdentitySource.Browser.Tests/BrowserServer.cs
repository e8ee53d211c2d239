using System.Net;
using System.Net.Sockets;
using IdentitySource.Management;
using IdentitySource.Management.Setup;
using IdentitySource.TestKit.Http;
using IdentitySource.TestKit.Postgres;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace IdentitySource.Browser.Tests;

/// <summary>The whole server on a real socket, and Chromium beside it.</summary>
public sealed class BrowserServer : IAsyncLifetime
{
    private readonly int port = FreePort();
    private string connectionString = "";
    private WebApplicationFactory<Program>? factory;
    private IPlaywright? playwright;
    private IBrowser? chromium;

    public string Origin => $"http://localhost:{port}";

    public IServiceProvider Services => factory!.Services;

    public async Task InitializeAsync()
    {
        connectionString = await HostedServer.CloneAsync();
        factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Development");
            host.UseSetting("ConnectionStrings:Default", connectionString);
            host.UseSetting("IdentitySource:PublicOrigin", Origin);
            host.UseSetting("IdentitySource:MasterKey", HostedServer.MasterKey);
        });
        factory.UseKestrel(port);
        factory.StartServer();
        playwright = await Playwright.CreateAsync();
        chromium = await Chromium.LaunchAsync(playwright);
    }

    public async Task DisposeAsync()
    {
        await (chromium?.DisposeAsync() ?? ValueTask.CompletedTask);
        playwright?.Dispose();
        await (factory?.DisposeAsync() ?? ValueTask.CompletedTask);
        await TestCluster.DropDatabaseAsync(connectionString);
    }

    /// <summary>A page of a browser that has never been here.</summary>
    public async Task<IPage> OpenAsync(BrowserNewContextOptions? options = null)
    {
        options ??= new BrowserNewContextOptions { Locale = "en" };
        options.BaseURL = Origin;
        var context = await chromium!.NewContextAsync(options);
        context.SetDefaultTimeout(30_000);
        SetDefaultExpectTimeout(30_000);
        return await context.NewPageAsync();
    }

    /// <summary>The path of a one-time set-up link.</summary>
    public async Task<string> SetupLinkAsync() =>
        (await Services.GetRequiredService<CreateSetupLink>().RunAsync(Actor.CommandLine, default)).Value!.Path;

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
