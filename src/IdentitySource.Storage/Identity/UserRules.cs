using IdentitySource.Storage.Entities;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Storage.Identity;

/// <summary>
/// Identity's hooks for our rules: a user has a username, an e-mail address or a telephone number, each in its form; that no two
/// share one is the database's business.
/// </summary>
public sealed class UserRules(IDbContextFactory<IdentitySourceDb> contexts) : IUserValidator<User>, IPasswordValidator<User>
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

    public async Task<IdentityResult> ValidateAsync(UserManager<User> manager, User user, string? password)
    {
        await using var db = await contexts.CreateDbContextAsync();
        var policy = await PasswordPolicy.OfAsync(db, user.PoolId, default);
        return PasswordRules.Check(password ?? "", user, policy) is { } fault ? Failed(fault.Reason, fault.Message) : IdentityResult.Success;
    }

    private static IdentityResult Failed(string code, string description) =>
        IdentityResult.Failed(new IdentityError { Code = code, Description = description });
}
