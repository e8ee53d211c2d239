using System.Runtime.CompilerServices;
using Xunit;

namespace IdentitySource.Storage.Tests;

/// <summary>A text that lies beside the tests as it was when somebody last looked at it. <c>UPDATE_DOCS=1</c> writes it anew.</summary>
internal static class Snapshot
{
    public static void Same(string name, string text)
    {
        var path = Path.Combine(Folder(), name);
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(path, text);
        }

        Assert.Equal(File.Exists(path) ? File.ReadAllText(path) : "", text);
    }

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
