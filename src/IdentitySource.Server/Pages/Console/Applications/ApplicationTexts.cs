namespace IdentitySource.Server.Pages.Console.Applications;

/// <summary>Names the texts of the pages about applications.</summary>
public sealed class ApplicationTexts;
