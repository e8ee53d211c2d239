namespace IdentitySource.Server.Composition.Settings;

/// <summary>What an option is called in the configuration, where that is not its own name in its section.</summary>
/// <param name="path">From the root, with colons.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SettingNameAttribute(string path) : Attribute
{
    public string Path { get; } = path;
}
