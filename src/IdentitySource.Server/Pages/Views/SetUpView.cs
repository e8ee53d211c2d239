namespace IdentitySource.Server.Pages.Views;

/// <summary>Makes the first administrator. Posts <c>token</c>, <c>email</c>, <c>password</c> and <c>demo</c> (<c>true</c> when ticked).</summary>
internal sealed record SetUpView
{
    public required string Action { get; init; }

    /// <summary>The one-time token of the link.</summary>
    public required string Token { get; init; }

    public string? Email { get; init; }

    public bool AddDemo { get; init; }

    public SetUpFault Fault { get; init; }
}

internal enum SetUpFault
{
    None,
    EmailInvalid,
    PasswordTooShort,
    PasswordTooLong,

    /// <summary>Among the passwords that are tried first.</summary>
    PasswordTooCommon,
    PasswordIsEmail,

    /// <summary>Not valid text.</summary>
    PasswordMalformed,
}
