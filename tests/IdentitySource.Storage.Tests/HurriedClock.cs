namespace IdentitySource.Storage.Tests;

/// <summary>Timers go off a hundred times sooner: for tests of what happens by itself after seconds.</summary>
internal sealed class HurriedClock : TimeProvider
{
    private const int Haste = 100;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, Sooner(dueTime), Sooner(period));

    private static TimeSpan Sooner(TimeSpan span) => span > TimeSpan.Zero ? TimeSpan.FromMilliseconds(Math.Max(1, span.TotalMilliseconds / Haste)) : span;
}
