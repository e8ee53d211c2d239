using System.Collections.Frozen;
using IdentitySource.Storage.Entities;

namespace IdentitySource.Storage.Identity;

/// <summary>
/// What a password must be (NIST SP 800-63B §5.1.1.2): long enough, not a common one, not the person's own name. No rules about
/// kinds of characters. It is taken exactly as it comes: nothing is cut, trimmed or composed, when set and when checked alike.
/// </summary>
public static class PasswordRules
{
    public const int MinLength = 8;

    public const int MaxLength = 128;

    /// <summary>The first thousand or so of at least that length in the frequency list of zxcvbn (MIT), and some of our time.</summary>
    private static readonly Lazy<FrozenSet<string>> Common = new(ReadCommon);

    /// <summary>The first rule that it breaks, or null.</summary>
    public static PasswordFault? Check(string password, User user, PasswordPolicy policy) =>
        !LookupNames.IsWellFormed(password) ? PasswordFault.Malformed
        : password.EnumerateRunes().Count() < policy.MinLength ? PasswordFault.TooShort(policy)
        : password.Length > MaxLength ? PasswordFault.TooLong
        : IsOwnName(password, user) ? PasswordFault.OwnName
        : Common.Value.Contains(password) || IsOneCharacter(password) ? PasswordFault.Common
        : null;

    private static bool IsOwnName(string password, User user)
    {
        var typed = LookupNames.Of(password);
        string?[] names = [user.UserName, user.Email, user.Email?.Split('@')[0], user.PhoneNumber, user.PhoneNumber?.TrimStart('+')];
        return names.Any(name => name is { Length: > 0 } && LookupNames.Of(name) == typed);
    }

    private static bool IsOneCharacter(string password) => password.All(character => character == password[0]);

    private static FrozenSet<string> ReadCommon()
    {
        using StreamReader list = new(typeof(PasswordRules).Assembly.GetManifestResourceStream(typeof(PasswordRules), "common-passwords.txt")!);
        return list.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }
}

/// <summary>Why a password is refused; <paramref name="Reason"/> names the rule, the text is for the person who chose it.</summary>
public sealed record PasswordFault(string Reason, string Message)
{
    public static PasswordFault Malformed { get; } = new("password_malformed", "The password is not valid text.");

    /// <summary>The numbers that the text names.</summary>
    public IReadOnlyList<object> Values { get; init; } = [];

    public static PasswordFault TooShort(PasswordPolicy policy) =>
        new("password_too_short", $"The password needs at least {policy.MinLength} characters.") { Values = [policy.MinLength] };

    public static PasswordFault TooLong { get; } = new("password_too_long", $"The password may have at most {PasswordRules.MaxLength} characters.") { Values = [PasswordRules.MaxLength] };

    public static PasswordFault OwnName { get; } = new("password_is_own_name", "The password must not be the person's own name, address or number.");

    public static PasswordFault Common { get; } = new("password_common", "This password is among the first that an attacker would try.");
}
