namespace IdentitySource.Server.Endpoints;

/// <summary>How many failed proofs the back channel answers in a minute.</summary>
public sealed record FailureLimits
{
    /// <summary>For one application from one network.</summary>
    public int PerApplicationAndSource { get; init; } = 60;

    /// <summary>From one network, whatever the applications.</summary>
    public int PerSource { get; init; } = 600;
}
