using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentitySource.Storage.Entities;

/// <summary>A refresh token, by its hash. A spent one stays until its authorization ends, because its return has to be noticed.</summary>
public sealed class RefreshTokenRow : IPooled, IEntityTypeConfiguration<RefreshTokenRow>
{
    public required Guid PoolId { get; set; }

    public required byte[] Hash { get; set; }

    public required Guid AuthorizationId { get; set; }

    public DateTimeOffset IssuedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? SpentAt { get; set; }

    /// <summary>The hash of the token that followed; tells a lost answer from a theft.</summary>
    public byte[]? SuccessorHash { get; set; }

    public void Configure(EntityTypeBuilder<RefreshTokenRow> token)
    {
        token.ToTable("refresh_tokens");
        token.HasKey(row => new { row.PoolId, row.Hash });
        token.HasOne<AuthorizationRow>().WithMany().HasForeignKey(row => new { row.PoolId, row.AuthorizationId }).OnDelete(DeleteBehavior.Cascade);
        token.Property(row => row.Hash).HasMaxLength(32);
        token.Property(row => row.SuccessorHash).HasMaxLength(32);
        token.HasIndex(row => new { row.AuthorizationId, row.PoolId });
        token.HasIndex(row => row.ExpiresAt);
    }
}
