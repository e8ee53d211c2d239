using IdentitySource.Management.Users;

namespace IdentitySource.Management.UserImports;

/// <summary>What a file may say about a person: every field that a form has, and what is only decided when somebody is added.</summary>
public static class ImportColumns
{
    public const string Password = "password";

    public const string PasswordHash = "password_hash";

    public const string EmailVerified = "email_verified";

    public const string PhoneVerified = "phone_verified";

    public const string Status = "status";

    public const string Blocked = "blocked";

    private static readonly string[] Flags = [EmailVerified, PhoneVerified, Blocked];

    public static IReadOnlyList<string> All { get; } = [.. UserFields.All.Select(field => field.Name), EmailVerified, PhoneVerified, Status, Blocked, Password, PasswordHash];

    /// <summary>Without those that nobody is ever shown.</summary>
    public static IReadOnlyList<string> Shown { get; } = [.. All.Where(name => name is not (Password or PasswordHash))];

    private static readonly HashSet<string> Known = [.. All];

    internal static string Name(string written) => written.Trim().ToLowerInvariant();

    internal static bool IsKnown(string name) => Known.Contains(name);

    internal static bool IsFlag(string name) => Flags.Contains(Name(name));
}
