using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentitySource.Storage.Entities;

/// <summary>An access token that was revoked by itself, until it would have died anyway.</summary>
public sealed class RevokedAccessTokenRow : IPooled, IEntityTypeConfiguration<RevokedAccessTokenRow>
{
    public required Guid PoolId { get; set; }

    /// <summary>The <c>jti</c>.</summary>
    public required string TokenId { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public void Configure(EntityTypeBuilder<RevokedAccessTokenRow> token)
    {
        token.ToTable("revoked_access_tokens");
        token.HasKey(row => new { row.PoolId, row.TokenId });
        token.HasOne<UserPool>().WithMany().HasForeignKey(row => row.PoolId).OnDelete(DeleteBehavior.Cascade);
        token.Property(row => row.TokenId).HasMaxLength(64);
        token.HasIndex(row => row.ExpiresAt);
    }
}
