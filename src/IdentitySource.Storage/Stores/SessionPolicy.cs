namespace IdentitySource.Storage.Stores;

/// <summary>How long somebody stays signed in.</summary>
/// <param name="Idle">Without being seen.</param>
/// <param name="Absolute">However busy.</param>
public sealed record SessionPolicy(TimeSpan Idle, TimeSpan Absolute)
{
    public static SessionPolicy Default { get; } = new(TimeSpan.FromDays(7), TimeSpan.FromDays(30));
}
