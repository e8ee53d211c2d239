namespace IdentitySource.Server.Pages.Console.Tools;

/// <summary>Names the texts of the tools.</summary>
public sealed class ToolsTexts;
