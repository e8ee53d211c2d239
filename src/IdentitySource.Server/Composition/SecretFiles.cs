using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.KeyPerFile;
using Microsoft.Extensions.FileProviders;

namespace IdentitySource.Server.Composition;

/// <summary>
/// Settings that are secrets: each a file named as in the environment (<c>ConnectionStrings__Default</c>) in one folder, as container
/// engines mount them. They stand above appsettings and below the environment and the command line.
/// </summary>
internal static class SecretFiles
{
    public const string FolderSetting = $"{DeploymentOptions.Section}:{nameof(DeploymentOptions.SecretsFolder)}";

    private const string FolderName = $"{DeploymentOptions.Section}__{nameof(DeploymentOptions.SecretsFolder)}";

    /// <summary>Where container engines put them; read when it is there and nothing else is said.</summary>
    private const string UsualFolder = "/run/secrets";

    private const string Delimiter = "__";

    /// <exception cref="ConfigurationException">The folder that was named is not there, or a file cannot be read.</exception>
    public static void AddSecretFiles(this ConfigurationManager configuration)
    {
        var named = configuration[FolderSetting] is { Length: > 0 } folder ? folder : null;
        if (named is null && !Directory.Exists(UsualFolder))
        {
            return;
        }

        var path = Path.GetFullPath(named ?? UsualFolder);
        if (Faults(path).ToList() is { Count: > 0 } faults)
        {
            throw new ConfigurationException(faults);
        }

        configuration.Sources.Insert(BelowEnvironment(configuration.Sources), new KeyPerFileConfigurationSource
        {
            FileProvider = new PhysicalFileProvider(path),
            SectionDelimiter = Delimiter,
            // What others put there, a database's own password say, is no setting of ours.
            IgnoreCondition = name => !IsSetting(name),
        });
    }

    private static bool IsSetting(string name) => name.Contains(Delimiter, StringComparison.Ordinal);

    /// <summary>Looked at before they are read: an operator gets all that is wrong at once, and no stack.</summary>
    private static IEnumerable<string> Faults(string path)
    {
        if (!Directory.Exists(path))
        {
            return [$"{FolderName} '{path}' is not a folder."];
        }

        try
        {
            return [.. Directory.EnumerateFiles(path).Where(file => IsSetting(Path.GetFileName(file))).Order(StringComparer.Ordinal).Select(Fault).OfType<string>()];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [$"{FolderName} '{path}' cannot be read: {failure.Message}"];
        }
    }

    private static string? Fault(string file)
    {
        try
        {
            using var opened = File.OpenRead(file);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"The secret {file} cannot be read: {failure.Message}";
        }
    }

    /// <summary>The environment that is read for settings is the one without a prefix; those with one are the host's own.</summary>
    private static int BelowEnvironment(IList<IConfigurationSource> sources)
    {
        for (var at = sources.Count - 1; at >= 0; at--)
        {
            if (sources[at] is EnvironmentVariablesConfigurationSource { Prefix: null or "" })
            {
                return at;
            }
        }

        return 0;
    }
}
