using System.Diagnostics;

namespace IdentitySource.Load.Target;

/// <summary>Publishes the server as a release would ship it: what a debug build costs says nothing.</summary>
internal static class ReleaseBuild
{
    public static async Task<string> PublishAsync(CancellationToken cancel)
    {
        var root = Root();
        var folder = Path.Combine(root, "artifacts", "load");
        using var publish = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { "publish", Path.Combine(root, "src", "IdentitySource.Server"), "-c", "Release", "-o", folder, "-p:PublishReadyToRun=true", "-v", "q", "-nologo" },
        })!;
        await publish.WaitForExitAsync(cancel);
        return publish.ExitCode == 0 ? Path.Combine(folder, "IdentitySource.Server.dll") : throw new SetUpException("The server does not build.");
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "IdentitySource.sln")))
            {
                return folder.FullName;
            }
        }

        throw new SetUpException("The sources are not above this program; name a published server with --server.");
    }
}
