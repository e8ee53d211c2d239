using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentitySource.Storage.Entities;

/// <summary>A programmatic access account of an application: AK and SK, for client_credentials.</summary>
public sealed class AccessKeyRow : IPooled, IEntityTypeConfiguration<AccessKeyRow>
{
    public required Guid PoolId { get; set; }

    /// <summary>The AK, in lower-case hex on the wire.</summary>
    public required Guid Id { get; set; }

    public required Guid ApplicationId { get; set; }

    /// <summary>SHA-256 of the SK: 256 random bits, so no slow hash.</summary>
    public required byte[] SecretHash { get; set; }

    /// <summary>Of its access tokens, in seconds.</summary>
    public int TokenLifetime { get; set; } = 600;

    public string? Remark { get; set; }

    public bool Enabled { get; set; } = true;

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When a token was last issued, to the minute.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    public void Configure(EntityTypeBuilder<AccessKeyRow> key)
    {
        key.ToTable("access_keys");
        key.HasKey(row => new { row.PoolId, row.Id });
        key.HasOne<ApplicationRow>().WithMany().HasForeignKey(row => new { row.PoolId, row.ApplicationId }).OnDelete(DeleteBehavior.Cascade);
        key.HasIndex(row => new { row.ApplicationId, row.PoolId });
        key.Property(row => row.SecretHash).HasMaxLength(32);
        key.Property(row => row.Remark).HasMaxLength(200);
    }
}
