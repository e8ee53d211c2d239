using Microsoft.Playwright;
using Xunit;

namespace IdentitySource.Browser.Tests.Gallery;

/// <summary>One browser and one gallery for all tests; each test opens a context of its own.</summary>
public sealed class GalleryBrowser : IAsyncLifetime
{
    private IPlaywright? playwright;
    private IBrowser? browser;
    private GalleryServer? server;

    public string Address => server!.Address;

    public async Task InitializeAsync()
    {
        server = await GalleryServer.StartAsync();
        playwright = await Playwright.CreateAsync();
        browser = await Chromium.LaunchAsync(playwright);
    }

    public async Task<IPage> OpenAsync(BrowserNewContextOptions options)
    {
        options.BaseURL = Address;
        var context = await browser!.NewContextAsync(options);
        context.SetDefaultTimeout(30_000);
        return await context.NewPageAsync();
    }

    public async Task DisposeAsync()
    {
        await (browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        playwright?.Dispose();
        await (server?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}

[CollectionDefinition(Name)]
public sealed class GalleryCollection : ICollectionFixture<GalleryBrowser>
{
    public const string Name = "Gallery";
}
