namespace IdentitySource.Server.Pages.Console.Applications;

/// <summary>Names the texts of the tab <i>Quick start</i>.</summary>
public sealed class QuickStartTexts;
