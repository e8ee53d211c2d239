namespace IdentitySource.Management;

/// <summary>Who does it, for the audit trail.</summary>
/// <param name="Kind"><c>command_line</c>, <c>administrator</c>, <c>setup</c>, <c>invitation</c> or <c>server</c>.</param>
/// <param name="UserId">The administrator.</param>
/// <param name="Reference">Of the request, when there is one.</param>
public sealed record Actor(string Kind, Guid? UserId = null, string? Reference = null, string? RemoteAddress = null, string? UserAgent = null)
{
    public static Actor CommandLine { get; } = new("command_line");

    /// <summary>The program itself: what it does at its start and by the clock.</summary>
    public static Actor Server { get; } = new("server");
}
