using IdentitySource.Management.Configuration;

namespace IdentitySource.Server.Api;

/// <summary>In which forms a body travels and how long it may be. All are small and JSON, but a configuration, which is a file.</summary>
internal static class ApiMedia
{
    public const string Json = "application/json";

    public const string Yaml = "application/yaml";

    private const int Longest = 64 * 1024;

    /// <summary>Thousands of applications. A file that is longer is for the command line, which reads it from the disk.</summary>
    private const int LongestFile = 8 * 1024 * 1024;

    public static bool IsFile(Type? type) => type == typeof(PoolConfiguration);

    public static IReadOnlyList<string> TypesOf(Type type) => IsFile(type) ? [Json, Yaml] : [Json];

    public static int LongestOf(Type? type) => IsFile(type) ? LongestFile : Longest;
}
