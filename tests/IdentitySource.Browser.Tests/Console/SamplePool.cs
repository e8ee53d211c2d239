using IdentitySource.Management;
using IdentitySource.Management.Applications;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Browser.Tests.Console;

/// <summary>A server whose default pool has something of everything, with names that try to be more than text.</summary>
public sealed class SamplePool : IAsyncLifetime
{
    private readonly Dictionary<string, string> ids = [];

    public ConsoleBrowser Console { get; } = new();

    public async Task InitializeAsync()
    {
        await Console.InitializeAsync();
        var application = await Console.Services.GetRequiredService<CreateApplication>().RunAsync(
            Actor.CommandLine,
            new NewApplication { PoolId = Console.PoolId, Name = Gallery.SamplePages.Hostile, Address = "notes", RedirectUris = ["https://rp.acme.test/cb"] },
            default);
        ids["{application}"] = application.Value!.Id.ToString("N");
    }

    public Task DisposeAsync() => Console.DisposeAsync();

    /// <summary>The path with the ids of what the pool has.</summary>
    public string Fill(string path) => ids.Aggregate(path, (filled, id) => filled.Replace(id.Key, id.Value, StringComparison.Ordinal));
}
