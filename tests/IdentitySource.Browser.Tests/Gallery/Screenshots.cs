namespace IdentitySource.Browser.Tests.Gallery;

/// <summary>Screenshots for people to look at; kept in the build output, which is not part of the sources.</summary>
internal static class Screenshots
{
    /// <summary>Of the repository.</summary>
    public static string Root { get; } = FindRoot();

    private static readonly string Folder = Directory.CreateDirectory(System.IO.Path.Combine(Root, "artifacts", "screenshots")).FullName;

    public static string Path(string file) => System.IO.Path.Combine(Folder, file);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "IdentitySource.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? AppContext.BaseDirectory;
    }
}
