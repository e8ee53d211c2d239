using IdentitySource.Protocol.Jose;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentitySource.Storage.Entities;

/// <summary>A signing key of one authorization server; the private part only under the master key.</summary>
public sealed class SigningKeyRow : IPooled, IEntityTypeConfiguration<SigningKeyRow>
{
    public required Guid PoolId { get; set; }

    /// <summary>RFC 7638 thumbprint.</summary>
    public required string Kid { get; set; }

    /// <summary>The application's id, or the pool's own for the shared address.</summary>
    public required Guid ServerId { get; set; }

    public SigningAlgorithm Algorithm { get; set; }

    /// <summary>PKCS #8, encrypted.</summary>
    public required byte[] ProtectedKey { get; set; }

    /// <summary>Published from here on.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Signs from here on, until a younger key of the algorithm does; null for the next key, which only waits.</summary>
    public DateTimeOffset? SignsFrom { get; set; }

    /// <summary>Out of the key set from here on; null while it is current or next.</summary>
    public DateTimeOffset? LastsUntil { get; set; }

    /// <summary>No longer to be trusted: verifies nothing, not even a hint.</summary>
    public DateTimeOffset? RevokedAt { get; set; }

    public void Configure(EntityTypeBuilder<SigningKeyRow> key)
    {
        key.ToTable("signing_keys");
        key.HasKey(row => new { row.PoolId, row.Kid });
        key.HasOne<UserPool>().WithMany().HasForeignKey(row => row.PoolId).OnDelete(DeleteBehavior.Cascade);
        key.Property(row => row.Kid).HasMaxLength(64);
        key.Property(row => row.Algorithm).HasConversion<string>().HasMaxLength(20);
        key.HasIndex(row => new { row.PoolId, row.ServerId });
    }
}
