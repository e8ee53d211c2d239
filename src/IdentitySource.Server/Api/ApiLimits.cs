namespace IdentitySource.Server.Api;

/// <summary>How many requests the management API answers in a minute, section <c>IdentitySource:ApiLimits</c>.</summary>
public sealed class ApiLimits
{
    /// <summary>Of one API key.</summary>
    public int PerKey { get; set; } = 600;

    /// <summary>Of those that make signing keys, by all API keys of a user pool together.</summary>
    public int DearPerPool { get; set; } = 60;

    /// <summary>From one network, with keys that are none.</summary>
    public int FailuresPerSource { get; set; } = 120;
}
