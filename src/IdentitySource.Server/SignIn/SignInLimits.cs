namespace IdentitySource.Server.SignIn;

/// <summary>How many wrong passwords are looked at, section <c>IdentitySource:SignInLimits</c>.</summary>
public sealed class SignInLimits
{
    /// <summary>For one account from one network, or from one known browser, within <see cref="Window"/>.</summary>
    public int PerAccountAndSource { get; set; } = 10;

    /// <summary>For one account from all networks together; known browsers are not held up by it.</summary>
    public int PerAccount { get; set; } = 100;

    /// <summary>For one network, whatever the accounts.</summary>
    public int PerSource { get; set; } = 100;

    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(15);
}
