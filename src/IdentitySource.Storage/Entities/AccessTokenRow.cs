using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentitySource.Storage.Entities;

/// <summary>An opaque access token, by its hash. JWTs stand in no row.</summary>
public sealed class AccessTokenRow : IPooled, IEntityTypeConfiguration<AccessTokenRow>
{
    public required Guid PoolId { get; set; }

    /// <summary>SHA-256 of the handle.</summary>
    public required byte[] Hash { get; set; }

    public required Guid ServerId { get; set; }

    public required Guid ApplicationId { get; set; }

    /// <summary>What a person granted; null when a machine asked for itself.</summary>
    public Guid? AuthorizationId { get; set; }

    /// <summary>The machine's; null when a person granted it.</summary>
    public Guid? AccessKeyId { get; set; }

    /// <summary>Space separated.</summary>
    public required string Scopes { get; set; }

    public DateTimeOffset IssuedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public void Configure(EntityTypeBuilder<AccessTokenRow> token)
    {
        token.ToTable("access_tokens");
        token.HasKey(row => new { row.PoolId, row.Hash });
        token.HasOne<AuthorizationRow>().WithMany().HasForeignKey(row => new { row.PoolId, row.AuthorizationId }).OnDelete(DeleteBehavior.Cascade);
        token.HasOne<AccessKeyRow>().WithMany().HasForeignKey(row => new { row.PoolId, row.AccessKeyId }).OnDelete(DeleteBehavior.Cascade);
        token.HasOne<ApplicationRow>().WithMany().HasForeignKey(row => new { row.PoolId, row.ApplicationId }).OnDelete(DeleteBehavior.Cascade);
        token.HasIndex(row => new { row.AuthorizationId, row.PoolId });
        token.HasIndex(row => new { row.AccessKeyId, row.PoolId });
        token.HasIndex(row => new { row.ApplicationId, row.PoolId });
        token.HasIndex(row => row.ExpiresAt);
        token.Property(row => row.Hash).HasMaxLength(32);
    }
}
