using System.Globalization;

namespace IdentitySource.Server.Composition;

/// <summary>
/// Whether this machine's clock can be right. One that is years off would end every session or let none end, make keys that sign
/// in the future, and write times that no later start can put right.
/// </summary>
public sealed partial class ClockCheck(TimeProvider clock, DeploymentOptions options, ILogger<ClockCheck> log)
{
    /// <summary>Tokens are refused across servers from about here on.</summary>
    private static readonly TimeSpan Bearable = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan MostOff = TimeSpan.FromDays(1);

    /// <param name="database">What the database's clock says.</param>
    /// <param name="newest">The youngest time that is written in it.</param>
    /// <exception cref="ClockException">A day or more away.</exception>
    public void Run(DateTimeOffset database, DateTimeOffset? newest)
    {
        if (FindFault(database, newest) is { } fault)
        {
            if (!options.AllowWrongClock)
            {
                throw new ClockException(fault);
            }

            LogAllowed(fault);
        }
        else if (FindDifference(database) is { } difference)
        {
            LogApart(difference);
        }
    }

    /// <summary>Why no server may start by this clock, and what to do.</summary>
    public string? FindFault(DateTimeOffset database, DateTimeOffset? newest)
    {
        var now = clock.GetUtcNow();
        var fault = (now - database).Duration() > MostOff ? $"This machine's clock says {Shown(now)}, the database's {Shown(database)}."
            : newest is { } written && written - now > MostOff ? $"This machine's clock says {Shown(now)}, but {Shown(written)} is written in the database already."
            : null;
        return fault is null
            ? null
            : $"{fault} Set the clock right and start again. If it is right and another one was wrong, {DeploymentOptions.Section}__{nameof(options.AllowWrongClock)}=true starts all the same.";
    }

    /// <summary>What is no reason to stop, and is to be mended.</summary>
    public string? FindDifference(DateTimeOffset database)
    {
        var now = clock.GetUtcNow();
        return (now - database).Duration() > Bearable
            ? $"This machine's clock says {Shown(now)}, the database's {Shown(database)}: keep both right, or the tokens of one server are not good at another."
            : null;
    }

    private static string Shown(DateTimeOffset time) => time.ToUniversalTime().ToString("u", CultureInfo.InvariantCulture);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Difference:l}")]
    private partial void LogApart(string difference);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Fault:l} Started all the same, because AllowWrongClock says so")]
    private partial void LogAllowed(string fault);
}
