using IdentitySource.Storage.Entities;

namespace IdentitySource.Management.Users;

/// <summary>A person as an administrator sees them. There is no secret in it.</summary>
public sealed record UserDetail
{
    public required Guid Id { get; init; }

    /// <summary>Changes with the person; what is edited is sent back with it.</summary>
    public required string Version { get; init; }

    /// <summary>By the names of <see cref="UserFields"/>.</summary>
    public required IReadOnlyDictionary<string, string?> Fields { get; init; }

    public bool EmailVerified { get; init; }

    public bool PhoneVerified { get; init; }

    public bool HasPassword { get; init; }

    public UserStatus Status { get; init; }

    public bool Blocked { get; init; }

    public int SignInCount { get; init; }

    public DateTimeOffset? LastSignInAt { get; init; }

    public string? LastSignInAddress { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>What the person is called by those who look for them.</summary>
    public string Called => Fields["name"] ?? Identifier;

    /// <summary>What they sign in with.</summary>
    public string Identifier => Fields["username"] ?? Fields["email"] ?? Fields["phone"] ?? Id.ToString("N");

    internal static UserDetail Of(User user) => new()
    {
        Id = user.Id,
        Version = user.ConcurrencyStamp ?? "",
        Fields = UserFields.All.ToDictionary(field => field.Name, field => field.Read(user)),
        EmailVerified = user.EmailConfirmed,
        PhoneVerified = user.PhoneNumberConfirmed,
        HasPassword = user.PasswordHash is not null,
        Status = user.Status,
        Blocked = user.Blocked,
        SignInCount = user.SignInCount,
        LastSignInAt = user.LastSignInAt,
        LastSignInAddress = user.LastSignInAddress,
        CreatedAt = user.CreatedAt,
        UpdatedAt = user.UpdatedAt,
    };
}
