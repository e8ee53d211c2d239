namespace IdentitySource.Server.Pages.Console.Settings;

/// <summary>Names the texts of the settings.</summary>
public sealed class SettingsTexts;
