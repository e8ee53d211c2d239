using System.Text.RegularExpressions;

namespace IdentitySource.Server.Tests.Deployment;

/// <summary>One instruction of the <c>Dockerfile</c>, its continued lines joined.</summary>
internal sealed record ImageStep(string Word, string Rest)
{
    public IReadOnlyList<string> Words => Rest.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Without options such as <c>--from</c>.</summary>
    public IReadOnlyList<string> Arguments => [.. Words.Where(word => !word.StartsWith("--", StringComparison.Ordinal))];
}

internal static partial class ImageFile
{
    public static IReadOnlyList<ImageStep> Steps { get; } =
    [
        .. Regex.Replace(Repository.Text("Dockerfile"), @"\\\n", " ").Split('\n')
            .Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' ', 2)).Select(parts => new ImageStep(parts[0], parts[1])),
    ];

    /// <summary>The stage that becomes the image.</summary>
    public static IReadOnlyList<ImageStep> Final { get; } = [.. Steps.Skip(Steps.ToList().FindLastIndex(step => step.Word == "FROM"))];

    public static IReadOnlyList<ImageStep> Build { get; } = [.. Steps.SkipLast(Final.Count)];

    public static IReadOnlyDictionary<string, string> Environment { get; } = Final.Where(step => step.Word == "ENV")
        .SelectMany(step => step.Words).Select(word => word.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
}
