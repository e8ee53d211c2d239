namespace IdentitySource.Server.Endpoints;

/// <summary>How many failed proofs the back channel answers in a minute, section <c>IdentitySource:FailureLimits</c>.</summary>
public sealed class FailureLimits
{
    /// <summary>From one network for one application.</summary>
    public int PerApplicationAndSource { get; set; } = 60;

    /// <summary>From one network, whatever the applications it names.</summary>
    public int PerSource { get; set; } = 600;
}
