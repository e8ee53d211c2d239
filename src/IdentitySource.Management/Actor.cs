namespace IdentitySource.Management;

/// <summary>Who does it, for the audit trail.</summary>
/// <param name="Kind"><c>command_line</c>, <c>administrator</c>, <c>api_key</c>, <c>setup</c>, <c>invitation</c> or <c>server</c>.</param>
/// <param name="UserId">The administrator.</param>
/// <param name="Reference">Of the request, when there is one.</param>
public sealed record Actor(string Kind, Guid? UserId = null, string? Reference = null, string? RemoteAddress = null, string? UserAgent = null)
{
    /// <summary>The key of the management API that it was done with.</summary>
    public ActingKey? Key { get; init; }

    /// <summary>A program, and nobody who could be asked for a proof.</summary>
    public bool IsKey => Key is not null;

    public static Actor CommandLine { get; } = new("command_line");

    /// <summary>The program itself: what it does at its start and by the clock.</summary>
    public static Actor Server { get; } = new("server");
}

/// <param name="Name">As it is now: the trail tells it also when the key is gone.</param>
public sealed record ActingKey(Guid Id, string Name);
