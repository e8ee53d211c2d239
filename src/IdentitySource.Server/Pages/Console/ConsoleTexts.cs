namespace IdentitySource.Server.Pages.Console;

/// <summary>Names the texts of the console's frame, its pieces and its first pages. An area has its own beside its pages.</summary>
public sealed class ConsoleTexts;
