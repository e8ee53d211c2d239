using IdentitySource.Storage.Entities;
using Microsoft.AspNetCore.Identity;

namespace IdentitySource.Storage.Identity;

/// <summary>
/// Identity's hooks for our rules: a user has a username, an e-mail address or a telephone number, each in its form; that no two
/// share one is the database's business.
/// </summary>
public sealed class UserRules : IUserValidator<User>, IPasswordValidator<User>
{
    public Task<IdentityResult> ValidateAsync(UserManager<User> manager, User user) => Task.FromResult(
        user.UserName is null && user.Email is null && user.PhoneNumber is null
            ? Failed("identifier_missing", "A username, an e-mail address or a telephone number is needed.")
        : user.UserName is not null && Identifiers.Username(user.UserName) != user.UserName
            ? Failed("username_malformed", "This cannot be a username.")
        : user.Email is not null && Identifiers.Email(user.Email) != user.Email
            ? Failed("email_malformed", "This is not an e-mail address.")
        : user.PhoneNumber is not null && Identifiers.Phone(user.PhoneNumber) != user.PhoneNumber
            ? Failed("phone_malformed", "This is not a telephone number with its country code.")
        : IdentityResult.Success);

    public Task<IdentityResult> ValidateAsync(UserManager<User> manager, User user, string? password) => Task.FromResult(
        PasswordRules.Check(password ?? "", user) is { } fault ? Failed(fault.Reason, fault.Message) : IdentityResult.Success);

    private static IdentityResult Failed(string code, string description) =>
        IdentityResult.Failed(new IdentityError { Code = code, Description = description });
}
