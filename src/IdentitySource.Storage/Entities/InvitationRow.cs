using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentitySource.Storage.Entities;

/// <summary>
/// Somebody is asked to administer a user pool. The role is theirs when they follow the link and prove the account of the address:
/// an account that somebody else made in their name beforehand gets nothing.
/// </summary>
public sealed class InvitationRow : IPooled, IEntityTypeConfiguration<InvitationRow>
{
    /// <summary>The operators' pool, where the person will live.</summary>
    public required Guid PoolId { get; set; }

    public required Guid Id { get; set; }

    /// <summary>Of the link's handle.</summary>
    public required byte[] Hash { get; set; }

    public required Guid AdministeredPoolId { get; set; }

    public required string Email { get; set; }

    /// <summary>As <see cref="AdministratorRow.Role"/>.</summary>
    public required string Role { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? UsedAt { get; set; }

    public void Configure(EntityTypeBuilder<InvitationRow> invitation)
    {
        invitation.ToTable("invitations");
        invitation.HasKey(row => new { row.PoolId, row.Id });
        invitation.HasOne<UserPool>().WithMany().HasForeignKey(row => row.PoolId).OnDelete(DeleteBehavior.Cascade);
        invitation.HasOne<UserPool>().WithMany().HasForeignKey(row => row.AdministeredPoolId).OnDelete(DeleteBehavior.Cascade);
        invitation.HasIndex(row => new { row.Hash, row.PoolId }).IsUnique();
        invitation.HasIndex(row => row.AdministeredPoolId);
        invitation.Property(row => row.Hash).HasMaxLength(32);
        invitation.Property(row => row.Email).HasMaxLength(256);
        invitation.Property(row => row.Role).HasMaxLength(20);
    }
}
