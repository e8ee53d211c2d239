namespace IdentitySource.Management.Users;

/// <summary>A person to be added. One of username, e-mail address and telephone number is needed; the password is not.</summary>
public sealed record NewUser
{
    public required Guid PoolId { get; init; }

    public string? Username { get; init; }

    public string? Email { get; init; }

    public bool EmailVerified { get; init; }

    public string? Phone { get; init; }

    public bool PhoneVerified { get; init; }

    public string? Password { get; init; }

    /// <summary>Of the password, where it was made beforehand: by <see cref="AddUser.HashedAsync"/>.</summary>
    internal string? PasswordHash { get; init; }

    public string? Name { get; init; }

    public string? GivenName { get; init; }

    public string? FamilyName { get; init; }

    public string? Nickname { get; init; }

    public string? Locale { get; init; }

    /// <summary>The record's own text would show the password.</summary>
    public override string ToString() => nameof(NewUser);
}
