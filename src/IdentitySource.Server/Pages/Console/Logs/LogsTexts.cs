namespace IdentitySource.Server.Pages.Console.Logs;

/// <summary>Names the texts of the logs and the audit trail.</summary>
public sealed class LogsTexts;
