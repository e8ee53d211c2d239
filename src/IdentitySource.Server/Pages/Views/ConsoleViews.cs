using IdentitySource.Storage.Identity;

namespace IdentitySource.Server.Pages.Views;

/// <summary>Identifier and password for the console. The form posts <c>identifier</c> and <c>password</c>.</summary>
/// <param name="SignedOut">The person has just left.</param>
internal sealed record ConsoleSignInView(string Action, string? Identifier, SignInFault Fault, bool SignedOut = false);

/// <summary>The password again, before something sensitive. The form posts <c>confirm_password</c> and what was about to be posted.</summary>
/// <param name="Account">What the person signs in with.</param>
internal sealed record ConsoleConfirmView(string Action, string Account)
{
    public SignInFault Fault { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Posted { get; init; } = [];
}

/// <summary>What somebody is asked to administer. The form posts <c>password</c>.</summary>
/// <param name="Role">As it is stored; its text is <c>Role.{role}</c>.</param>
internal sealed record ConsoleInvitationView(string Action, string PoolName, string Role, string Email, string? Fault)
{
    /// <summary>For who chooses a password.</summary>
    public int PasswordMinLength { get; init; } = PasswordRules.MinLength;
}
