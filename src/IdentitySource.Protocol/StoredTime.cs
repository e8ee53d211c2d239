namespace IdentitySource.Protocol;

/// <summary>Databases keep microseconds: a time that is compared with its stored self is cut to them when it is read.</summary>
internal static class StoredTime
{
    public static DateTimeOffset Now(TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
