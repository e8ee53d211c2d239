using System.Net;
using System.Net.Sockets;
using IdentitySource.Server.Commands;
using IdentitySource.Server.Composition;
using Xunit;

namespace IdentitySource.Server.Tests.Composition;

public sealed class FindingThePortTaken : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("identitysource-port-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_start_ends_with_7_and_one_sentence_and_takes_its_database_down_again()
    {
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        var url = $"http://{other.LocalEndpoint}";
        string[] args = ["--urls", url, "--applicationName", "IdentitySource.Server", "--IdentitySource:DataFolder", folder];

        var refused = await Assert.ThrowsAsync<ListeningException>(() => ServeHost.RunAsync(args));
        Assert.Contains(url, refused.Message, StringComparison.Ordinal);
        Assert.Contains("ASPNETCORE_URLS", refused.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder, "master.key")));
        Assert.Empty(Directory.GetFiles(folder, "postmaster.pid", SearchOption.AllDirectories));

        Assert.Equal(7, await CommandLine.RunAsync(args));
    }
}
