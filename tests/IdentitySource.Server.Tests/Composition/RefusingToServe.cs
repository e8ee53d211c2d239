using IdentitySource.Server.Commands;
using IdentitySource.TestKit.Postgres;
using Xunit;

namespace IdentitySource.Server.Tests.Composition;

/// <summary>The server's own start, pipeline and all: what its database or its master key is refused for is how it ends.</summary>
public sealed class RefusingToServe(TestDeployment deployment) : IClassFixture<TestDeployment>, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("identitysource-refusing-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_master_key_that_went_missing_ends_it_with_5_and_no_other_is_made()
    {
        Assert.Equal(5, await ServeAsync(folder, deployment.ConnectionString));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_made_ends_it_with_8() => Assert.Equal(8, await ServeAsync("/proc/identitysource"));

    private static Task<int> ServeAsync(string dataFolder, string? connection = null)
    {
        List<string> args = ["--urls=http://127.0.0.1:0", "--applicationName=IdentitySource.Server", $"--IdentitySource:DataFolder={dataFolder}"];
        if (connection is not null)
        {
            args.Add($"--ConnectionStrings:Default={connection}");
        }

        return CommandLine.RunAsync([.. args]);
    }
}
