using IdentitySource.Protocol.Applications;

namespace IdentitySource.Server.Pages.Views;

/// <summary>Asks before it signs out. Posts <c>decision</c> (<c>sign_out</c> or <c>stay</c>) and <c>ticket</c>.</summary>
internal sealed record SignOutView
{
    public required string Action { get; init; }

    public required string Ticket { get; init; }

    public string? ApplicationName { get; init; }

    /// <summary>What the person is told will end.</summary>
    public SignOutReach Reach { get; init; } = SignOutReach.ThisDevice;

    public required AccountLine Account { get; init; }
}

/// <summary>The end of a session, or the answer to somebody who chose to stay.</summary>
/// <param name="Stayed">True when the person chose to stay signed in.</param>
internal sealed record SignedOutView(bool Stayed = false)
{
    public WayBack? WayBack { get; init; }
}
