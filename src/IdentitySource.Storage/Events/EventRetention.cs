namespace IdentitySource.Storage.Events;

/// <summary>How long events are kept. Failures go earlier: strangers make them, as many as they like.</summary>
public sealed record EventRetention
{
    /// <summary>Refusals and failed sign-ins; <c>30</c> means days.</summary>
    public TimeSpan Failures { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Everything else: more than a year, so that the same month can be compared.</summary>
    public TimeSpan Others { get; init; } = TimeSpan.FromDays(400);
}
