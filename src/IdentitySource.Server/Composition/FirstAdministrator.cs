using IdentitySource.Storage.Identity;

namespace IdentitySource.Server.Composition;

/// <summary>For unattended set-up: made at the start while there is no administrator, ignored from then on.</summary>
public sealed record FirstAdministrator(string Email, string Password)
{
    internal static FirstAdministrator? Read(IConfigurationSection section, List<string> faults)
    {
        var (email, password) = (section["Email"], section["Password"]);
        if (string.IsNullOrEmpty(email) && string.IsNullOrEmpty(password))
        {
            return null;
        }

        if (Identifiers.Email(email) is null)
        {
            faults.Add($"{section.Path}:Email is missing or not an e-mail address.");
        }

        if (string.IsNullOrEmpty(password))
        {
            faults.Add($"{section.Path}:Password is missing.");
        }
        else if (PasswordRules.Check(password, new() { Email = email }, PasswordPolicy.Default) is { } fault)
        {
            faults.Add($"{section.Path}:Password: {fault.Message}");
        }

        return new FirstAdministrator(email ?? "", password ?? "");
    }

    /// <summary>Never the password.</summary>
    public override string ToString() => Email;
}
