using IdentitySource.Server.Composition.Settings;
using IdentitySource.Storage.Identity;

namespace IdentitySource.Server.Composition;

/// <summary>For unattended set-up: made at the start while there is no administrator, ignored from then on.</summary>
/// <param name="Email">Needed with a password.</param>
/// <param name="Password">Needed with an address.</param>
public sealed record FirstAdministrator(string Email, string Password)
{
    public static FirstAdministrator? Read(SettingsReader settings)
    {
        var (email, password) = (settings.Text(nameof(Email)), settings.Text(nameof(Password)));
        if (email is null && password is null)
        {
            return null;
        }

        if (Identifiers.Email(email) is null)
        {
            settings.Fault(nameof(Email), " is missing or not an e-mail address.");
        }

        if (password is null)
        {
            settings.Fault(nameof(Password), " is missing.");
        }
        else if (PasswordRules.Check(password, new() { Email = email }, PasswordPolicy.Default) is { } fault)
        {
            settings.Fault(nameof(Password), $": {fault.Message}");
        }

        return new FirstAdministrator(email ?? "", password ?? "");
    }

    /// <summary>Never the password.</summary>
    public override string ToString() => Email;
}
