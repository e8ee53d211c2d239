using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentitySource.Storage.Entities;

/// <summary>A counter of failed tries within a window, kept in the database so that several servers and a restart share it.</summary>
public sealed class AttemptRow : IPooled, IEntityTypeConfiguration<AttemptRow>
{
    public required Guid PoolId { get; set; }

    /// <summary>SHA-256 of what is counted (account and source, source alone …): names of strangers are not kept.</summary>
    public required byte[] Key { get; set; }

    public int Count { get; set; }

    /// <summary>The window's end; counting starts anew after it.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    public void Configure(EntityTypeBuilder<AttemptRow> attempt)
    {
        attempt.ToTable("attempts");
        attempt.HasKey(row => new { row.PoolId, row.Key });
        attempt.HasOne<UserPool>().WithMany().HasForeignKey(row => row.PoolId).OnDelete(DeleteBehavior.Cascade);
        attempt.Property(row => row.Key).HasMaxLength(32);
        attempt.HasIndex(row => row.ExpiresAt);
    }
}
