using System.Formats.Tar;
using System.IO.Compression;
using IdentitySource.Server.Tests.Commands;
using Xunit;

namespace IdentitySource.Server.Tests.Deployment;

/// <summary>The tarball of the documents, as the one command makes it.</summary>
public class PackingARelease
{
    private const UnixFileMode Writable = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    [PublishedFact]
    public async Task It_holds_what_the_documents_name_for_all_to_read_and_runs_where_it_is_unpacked()
    {
        Dictionary<string, string> environment = new()
        {
            ["PATH"] = $"{Path.GetDirectoryName(ServerProcess.Runtime)}:/usr/bin:/bin",
            ["HOME"] = Path.GetTempPath(),
        };
        var packed = await ServerProcess.RunOtherAsync(environment, ["/bin/bash", Repository.PathOf("scripts/package.sh")]);
        Assert.True(packed.Code == 0, packed.Error);

        var entries = Read(Repository.PathOf("artifacts/identitysource.tar.gz"));
        Assert.All(["IdentitySource.Server.dll", "IdentitySource.Server.runtimeconfig.json", "identitysource.service", "install.md"], file => Assert.Contains($"identitysource/{file}", entries.Keys));
        Assert.DoesNotContain("identitysource/built", entries.Keys);
        Assert.All(entries.Values, entry => Assert.Equal((0, 0, UnixFileMode.None), (entry.Uid, entry.Gid, entry.Mode & Writable)));

        var ran = await RunUnpackedAsync(environment);
        Assert.Equal((0, ""), (ran.Code, ran.Error));
    }

    private static async Task<Ran> RunUnpackedAsync(Dictionary<string, string> environment)
    {
        var folder = Directory.CreateTempSubdirectory("identitysource-unpacked-").FullName;
        try
        {
            await using GZipStream unzipped = new(File.OpenRead(Repository.PathOf("artifacts/identitysource.tar.gz")), CompressionMode.Decompress);
            await TarFile.ExtractToDirectoryAsync(unzipped, folder, overwriteFiles: false);
            return await ServerProcess.RunOtherAsync(environment, [ServerProcess.Runtime, Path.Combine(folder, "identitysource", "IdentitySource.Server.dll"), "--version"]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Dictionary<string, TarEntry> Read(string package)
    {
        using GZipStream unzipped = new(File.OpenRead(package), CompressionMode.Decompress);
        using TarReader reader = new(unzipped);
        Dictionary<string, TarEntry> entries = [];
        while (reader.GetNextEntry() is { } entry)
        {
            entries.Add(entry.Name, entry);
        }

        return entries;
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class PublishedFactAttribute : FactAttribute
    {
        public PublishedFactAttribute()
        {
            if (!ServerProcess.IsPublished)
            {
                Skip = "needs the published server, named by IDENTITYSOURCE_SERVER_DLL as ./test.sh does";
            }
        }
    }
}
