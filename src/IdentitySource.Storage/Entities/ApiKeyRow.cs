using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentitySource.Storage.Entities;

/// <summary>What a program shows to the management API: good for one user pool, for what its scopes name, until it expires.</summary>
public sealed class ApiKeyRow : IPooled, IEntityTypeConfiguration<ApiKeyRow>
{
    public required Guid PoolId { get; set; }

    public required Guid Id { get; set; }

    public required string Name { get; set; }

    /// <summary>SHA-256 of the key: 256 random bits, so no slow hash.</summary>
    public required byte[] Hash { get; set; }

    public List<string> Scopes { get; set; } = [];

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>To the minute.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>The administrator who made it, who may be gone; null for the command line.</summary>
    public Guid? CreatedBy { get; set; }

    public void Configure(EntityTypeBuilder<ApiKeyRow> key)
    {
        key.ToTable("api_keys");
        key.HasKey(row => new { row.PoolId, row.Id });
        key.HasOne<UserPool>().WithMany().HasForeignKey(row => row.PoolId).OnDelete(DeleteBehavior.Cascade);

        // The key is all that a request says: the pool follows from it.
        key.HasIndex(row => new { row.Hash, row.PoolId }).IsUnique();
        key.Property(row => row.Hash).HasMaxLength(32);
        key.Property(row => row.Name).HasMaxLength(100);
    }
}
