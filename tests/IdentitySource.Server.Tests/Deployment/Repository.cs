namespace IdentitySource.Server.Tests.Deployment;

/// <summary>The files that a deployment is made from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string PathOf(string file) => Path.Combine(Root, file);

    public static string Text(string file) => File.ReadAllText(PathOf(file));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "IdentitySource.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
