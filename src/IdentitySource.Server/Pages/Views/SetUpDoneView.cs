namespace IdentitySource.Server.Pages.Views;

/// <summary>What there is now, and the next step.</summary>
internal sealed record SetUpDoneView(string Email, string Issuer)
{
    public IReadOnlyList<DemoUser> Users { get; init; } = [];

    public IReadOnlyList<DemoApplication> Applications { get; init; } = [];

    public DemoMachineCall? Machine { get; init; }

    /// <summary>Why the demo data that was wanted is not there.</summary>
    public IReadOnlyList<string> DemoFaults { get; init; } = [];
}

/// <summary>The password was made at random; this page is the one place that shows it.</summary>
internal sealed record DemoUser(string Identifier, string Password);

/// <param name="TryHref">A path of ours that starts its sign-in, if it has one.</param>
internal sealed record DemoApplication(string Name, string ClientId, string? TryHref);

/// <summary>What the demo machine sends for a token. The secret was made at random; this page is the one place that shows it.</summary>
internal sealed record DemoMachineCall(string Issuer, string AccessKey, string Secret, string Scope)
{
    /// <summary>For a shell: no part of it holds what a shell would read otherwise.</summary>
    public string Command => $"""curl {Issuer}/token -d grant_type=client_credentials -d client_id={AccessKey} -d client_secret={Secret} -d scope="{Scope}" """.TrimEnd();

    /// <summary>Never the secret.</summary>
    public override string ToString() => AccessKey;
}
