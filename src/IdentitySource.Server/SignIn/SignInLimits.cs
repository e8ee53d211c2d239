namespace IdentitySource.Server.SignIn;

/// <summary>How many wrong passwords are looked at.</summary>
public sealed record SignInLimits
{
    /// <summary>For one account from one network, one known browser, or one application with a secret (password mode), in a window.</summary>
    public int PerAccountAndSource { get; init; } = 10;

    /// <summary>For one account from everywhere; known browsers are not held up by it.</summary>
    public int PerAccount { get; init; } = 100;

    /// <summary>
    /// For one network (IPv4 /24, IPv6 /64), whatever the accounts; not behind an application with a secret, whose people all come
    /// from its server.
    /// </summary>
    public int PerSource { get; init; } = 100;

    /// <summary>How long a wrong password counts.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(15);
}
