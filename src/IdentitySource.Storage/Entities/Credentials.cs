using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentitySource.Storage.Entities;

/// <summary>Identity's token of a user: an authenticator key, recovery codes.</summary>
public sealed class UserToken : IdentityUserToken<Guid>, IPooled, IEntityTypeConfiguration<UserToken>
{
    public Guid PoolId { get; set; }

    public void Configure(EntityTypeBuilder<UserToken> token)
    {
        token.ToTable("user_tokens");
        token.HasKey(row => new { row.PoolId, row.UserId, row.LoginProvider, row.Name });
        token.HasOne<User>().WithMany().HasForeignKey(row => new { row.PoolId, row.UserId }).OnDelete(DeleteBehavior.Cascade);
        token.Property(row => row.LoginProvider).HasMaxLength(128);
        token.Property(row => row.Name).HasMaxLength(128);
    }
}

/// <summary>A sign-in at an upstream provider that belongs to a user.</summary>
public sealed class UserLogin : IdentityUserLogin<Guid>, IPooled, IEntityTypeConfiguration<UserLogin>
{
    public Guid PoolId { get; set; }

    public void Configure(EntityTypeBuilder<UserLogin> login)
    {
        login.ToTable("user_logins");
        login.HasKey(row => new { row.PoolId, row.LoginProvider, row.ProviderKey });
        login.HasOne<User>().WithMany().HasForeignKey(row => new { row.PoolId, row.UserId }).OnDelete(DeleteBehavior.Cascade);
        login.HasIndex(row => new { row.UserId, row.PoolId });
        login.Property(row => row.LoginProvider).HasMaxLength(128);
        login.Property(row => row.ProviderKey).HasMaxLength(256);
    }
}

/// <summary>A passkey of a user (Identity schema version 3).</summary>
public sealed class UserPasskey : IdentityUserPasskey<Guid>, IPooled, IEntityTypeConfiguration<UserPasskey>
{
    public Guid PoolId { get; set; }

    public void Configure(EntityTypeBuilder<UserPasskey> passkey)
    {
        passkey.ToTable("user_passkeys");
        passkey.HasKey(row => new { row.PoolId, row.CredentialId });
        passkey.HasOne<User>().WithMany().HasForeignKey(row => new { row.PoolId, row.UserId }).OnDelete(DeleteBehavior.Cascade);
        passkey.HasIndex(row => new { row.UserId, row.PoolId });
        passkey.Property(row => row.CredentialId).HasMaxLength(1024);
        passkey.OwnsOne(row => row.Data, data => data.ToJson("data"));
    }
}

/// <summary>Identity's claim of a user; kept for its stores, our claims come from the profile.</summary>
public sealed class UserClaim : IdentityUserClaim<Guid>, IPooled, IEntityTypeConfiguration<UserClaim>
{
    public Guid PoolId { get; set; }

    public void Configure(EntityTypeBuilder<UserClaim> claim)
    {
        claim.ToTable("user_claims");
        claim.HasKey(row => new { row.PoolId, row.Id });
        claim.Property(row => row.Id).ValueGeneratedOnAdd();
        claim.HasOne<User>().WithMany().HasForeignKey(row => new { row.PoolId, row.UserId }).OnDelete(DeleteBehavior.Cascade);
        claim.HasIndex(row => new { row.UserId, row.PoolId });
    }
}

/// <summary>Identity's claim of a role.</summary>
public sealed class RoleClaim : IdentityRoleClaim<Guid>, IPooled, IEntityTypeConfiguration<RoleClaim>
{
    public Guid PoolId { get; set; }

    public void Configure(EntityTypeBuilder<RoleClaim> claim)
    {
        claim.ToTable("role_claims");
        claim.HasKey(row => new { row.PoolId, row.Id });
        claim.Property(row => row.Id).ValueGeneratedOnAdd();
        claim.HasOne<Role>().WithMany().HasForeignKey(row => new { row.PoolId, row.RoleId }).OnDelete(DeleteBehavior.Cascade);
        claim.HasIndex(row => new { row.RoleId, row.PoolId });
    }
}
