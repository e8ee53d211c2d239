namespace IdentitySource.Server.Pages.Views;

/// <summary>What there is now, and the next step.</summary>
internal sealed record SetUpDoneView(string Email, string Issuer)
{
    public IReadOnlyList<DemoUser> Users { get; init; } = [];

    public IReadOnlyList<DemoApplication> Applications { get; init; } = [];

    /// <summary>Why the demo data that was wanted is not there.</summary>
    public IReadOnlyList<string> DemoFaults { get; init; } = [];
}

/// <summary>The password was made at random; this page is the one place that shows it.</summary>
internal sealed record DemoUser(string Identifier, string Password);

/// <param name="TryHref">A path of ours that starts its sign-in, if it has one.</param>
internal sealed record DemoApplication(string Name, string ClientId, string? TryHref);
