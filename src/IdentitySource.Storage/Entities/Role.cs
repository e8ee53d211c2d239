using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentitySource.Storage.Entities;

/// <summary>A role of one user pool.</summary>
public sealed class Role : IdentityRole<Guid>, IPooled, IEntityTypeConfiguration<Role>
{
    public Guid PoolId { get; set; }

    public void Configure(EntityTypeBuilder<Role> role)
    {
        role.ToTable("roles");
        role.HasKey(row => new { row.PoolId, row.Id });
        role.HasOne<UserPool>().WithMany().HasForeignKey(row => row.PoolId).OnDelete(DeleteBehavior.Cascade);
        role.HasIndex(row => new { row.PoolId, row.NormalizedName }).IsUnique().HasFilter("normalized_name IS NOT NULL");
        role.Property(row => row.Name).HasMaxLength(100);
        role.Property(row => row.NormalizedName).HasMaxLength(100);
        role.Property(row => row.ConcurrencyStamp).IsConcurrencyToken();
    }
}

/// <summary>A person has a role.</summary>
public sealed class UserRole : IdentityUserRole<Guid>, IPooled, IEntityTypeConfiguration<UserRole>
{
    public Guid PoolId { get; set; }

    public void Configure(EntityTypeBuilder<UserRole> link)
    {
        link.ToTable("user_roles");
        link.HasKey(row => new { row.PoolId, row.UserId, row.RoleId });
        link.HasOne<User>().WithMany().HasForeignKey(row => new { row.PoolId, row.UserId }).OnDelete(DeleteBehavior.Cascade);
        link.HasOne<Role>().WithMany().HasForeignKey(row => new { row.PoolId, row.RoleId }).OnDelete(DeleteBehavior.Cascade);
        link.HasIndex(row => new { row.RoleId, row.PoolId });
    }
}
