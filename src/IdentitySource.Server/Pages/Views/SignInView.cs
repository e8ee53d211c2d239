namespace IdentitySource.Server.Pages.Views;

/// <summary>Identifier and password on one page. The form posts <c>identifier</c>, <c>password</c> and <c>ticket</c>.</summary>
internal sealed record SignInView
{
    /// <summary>Where the form posts to: a path of ours.</summary>
    public required string Action { get; init; }

    /// <summary>The protected state of the interaction.</summary>
    public required string Ticket { get; init; }

    public string? ApplicationName { get; init; }

    /// <summary>What was typed before, or the application's <c>login_hint</c>.</summary>
    public string? Identifier { get; init; }

    public SignInFault Fault { get; init; }

    /// <summary>With <see cref="SignInFault.TooManyAttempts"/> and <see cref="SignInFault.Busy"/>.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>Why the last try failed. An unknown account, a wrong password and a disabled account are one and the same on purpose.</summary>
internal enum SignInFault
{
    None,
    WrongPair,
    TooManyAttempts,
    Busy,
}
