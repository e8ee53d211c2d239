using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentitySource.Storage.Entities;

/// <summary>A person of one user pool: ASP.NET Core Identity's user with the profile of OIDC Core §5.1 beside it.</summary>
public sealed class User : IdentityUser<Guid>, IPooled, IEntityTypeConfiguration<User>
{
    public Guid PoolId { get; set; }

    public string? ExternalId { get; set; }

    public string? Name { get; set; }

    /// <summary>The form in which the name is searched.</summary>
    public string? NormalizedName { get; set; }

    public string? GivenName { get; set; }

    public string? FamilyName { get; set; }

    public string? MiddleName { get; set; }

    public string? Nickname { get; set; }

    public string? PreferredUsername { get; set; }

    public string? Profile { get; set; }

    public string? Picture { get; set; }

    public string? Website { get; set; }

    /// <summary><c>M</c>, <c>F</c> or <c>U</c>.</summary>
    public string? Gender { get; set; }

    /// <summary>ISO 8601, <c>YYYY-MM-DD</c>.</summary>
    public string? Birthdate { get; set; }

    public string? ZoneInfo { get; set; }

    public string? Locale { get; set; }

    public string? Company { get; set; }

    public UserAddress? Address { get; set; }

    /// <summary>The fields the pool defines itself, one JSON object as text.</summary>
    public string? ExtendedFields { get; set; }

    public UserStatus Status { get; set; }

    public bool Blocked { get; set; }

    public int SignInCount { get; set; }

    public DateTimeOffset? LastSignInAt { get; set; }

    public string? LastSignInAddress { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public void Configure(EntityTypeBuilder<User> user)
    {
        user.ToTable("users");
        user.HasKey(row => new { row.PoolId, row.Id });
        user.HasOne<UserPool>().WithMany().HasForeignKey(row => row.PoolId).OnDelete(DeleteBehavior.Cascade);
        user.HasIndex(row => new { row.PoolId, row.NormalizedUserName }).IsUnique().HasFilter("normalized_user_name IS NOT NULL");
        user.HasIndex(row => new { row.PoolId, row.NormalizedEmail }).IsUnique().HasFilter("normalized_email IS NOT NULL");
        user.HasIndex(row => new { row.PoolId, row.PhoneNumber }).IsUnique().HasFilter("phone_number IS NOT NULL");
        user.HasIndex(row => new { row.PoolId, row.NormalizedName }).HasFilter("normalized_name IS NOT NULL");
        user.Property(row => row.UserName).HasMaxLength(256);
        user.Property(row => row.NormalizedUserName).HasMaxLength(256);
        user.Property(row => row.Email).HasMaxLength(256);
        user.Property(row => row.NormalizedEmail).HasMaxLength(256);
        user.Property(row => row.PhoneNumber).HasMaxLength(32);
        user.Property(row => row.ConcurrencyStamp).IsConcurrencyToken();
        user.Property(row => row.Status).HasConversion<string>().HasMaxLength(20);
        user.Property(row => row.LastSignInAddress).HasMaxLength(64);
        user.OwnsOne(row => row.Address, address => address.ToJson("postal_address"));
    }
}

/// <summary>OIDC Core §5.1.1.</summary>
public sealed class UserAddress
{
    public string? Formatted { get; set; }

    public string? StreetAddress { get; set; }

    public string? Locality { get; set; }

    public string? Region { get; set; }

    public string? PostalCode { get; set; }

    public string? Country { get; set; }
}

public enum UserStatus
{
    Activated,
    Suspended,
    Deactivated,
    Archived,
}
