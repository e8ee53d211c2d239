using IdentitySource.Server.Composition;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Composition;

/// <summary>The server does this while it opens its database. A connection that is asked for before there is one is an exception.</summary>
public sealed class PuttingThePipelineTogether : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("identitysource-pipeline-").FullName;

    [Fact]
    public async Task Nothing_of_it_asks_for_the_database_or_makes_a_master_key()
    {
        await using var app = ServeHost.Build(["--applicationName=IdentitySource.Server", $"--IdentitySource:DataFolder={folder}"]);
        Assert.Null(app.Services.GetRequiredService<DeploymentOptions>().MasterKey);
        app.UseIdentitySource();
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
