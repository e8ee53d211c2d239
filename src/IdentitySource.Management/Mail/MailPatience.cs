namespace IdentitySource.Management.Mail;

/// <summary>
/// When a mail that was not taken is tried again: after one minute, then after twice as long each time, and every hour from then on.
/// </summary>
public static class MailPatience
{
    /// <summary>Three days after the first: as long as an invitation is good.</summary>
    public const int MostAttempts = 78;

    private static readonly TimeSpan First = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <param name="attempts">How many there were.</param>
    /// <returns>Null when it is enough.</returns>
    public static TimeSpan? After(int attempts) =>
        attempts >= MostAttempts ? null
        : attempts > 6 ? Longest
        : TimeSpan.FromTicks(Math.Min(First.Ticks << (attempts - 1), Longest.Ticks));
}
