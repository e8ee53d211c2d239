namespace IdentitySource.Server.Pages.Console.Security;

/// <summary>Names the texts of the security pages.</summary>
public sealed class SecurityTexts;
