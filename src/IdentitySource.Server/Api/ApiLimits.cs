namespace IdentitySource.Server.Api;

/// <summary>How many requests the management API answers in a minute.</summary>
public sealed record ApiLimits
{
    /// <summary>Requests of one API key.</summary>
    public int PerKey { get; init; } = 600;

    /// <summary>Requests that make signing keys (a new application, a rotation), by all API keys of a user pool together.</summary>
    public int DearPerPool { get; init; } = 60;

    /// <summary>Requests without a good key from one network.</summary>
    public int FailuresPerSource { get; init; } = 120;
}
