namespace IdentitySource.Server.Pages.Console.Applications;

/// <summary>Names the texts of the tab <i>Application access control</i>.</summary>
public sealed class AccessControlTexts;
