using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentitySource.Storage.Entities;

/// <summary>A person who may use the console. The person is a user of the operators' pool; the role says for which pool.</summary>
public sealed class AdministratorRow : IPooled, IEntityTypeConfiguration<AdministratorRow>
{
    /// <summary>The operators' pool, where the person lives.</summary>
    public required Guid PoolId { get; set; }

    public required Guid UserId { get; set; }

    /// <summary>The pool that may be administered; the operators' own pool stands for the whole deployment.</summary>
    public required Guid AdministeredPoolId { get; set; }

    /// <summary><c>operator</c>, <c>owner</c>, <c>administrator</c> or <c>viewer</c>.</summary>
    public required string Role { get; set; }

    public void Configure(EntityTypeBuilder<AdministratorRow> administrator)
    {
        administrator.ToTable("administrators");
        administrator.HasKey(row => new { row.PoolId, row.UserId, row.AdministeredPoolId });
        administrator.HasOne<User>().WithMany().HasForeignKey(row => new { row.PoolId, row.UserId }).OnDelete(DeleteBehavior.Cascade);
        administrator.HasOne<UserPool>().WithMany().HasForeignKey(row => row.AdministeredPoolId).OnDelete(DeleteBehavior.Cascade);
        administrator.HasIndex(row => row.AdministeredPoolId);
        administrator.Property(row => row.Role).HasMaxLength(20);
    }
}
