using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentitySource.Storage.Entities;

/// <summary>How often something happened on one day: what charts are drawn from, so that nobody scans the events for them.</summary>
public sealed class DailyCountRow : IPooled, IEntityTypeConfiguration<DailyCountRow>
{
    public required Guid PoolId { get; set; }

    /// <summary>In UTC.</summary>
    public required DateOnly Day { get; set; }

    /// <summary>One of <see cref="Events.Measure"/>.</summary>
    public required string Measure { get; set; }

    /// <summary>What it is counted by: a reason, an application's id in hex; empty when it is one number.</summary>
    public required string Key { get; set; }

    public long Count { get; set; }

    public void Configure(EntityTypeBuilder<DailyCountRow> count)
    {
        count.ToTable("daily_counts");
        count.HasKey(row => new { row.PoolId, row.Day, row.Measure, row.Key });
        count.HasOne<UserPool>().WithMany().HasForeignKey(row => row.PoolId).OnDelete(DeleteBehavior.Cascade);
        count.Property(row => row.Measure).HasMaxLength(20);
        count.Property(row => row.Key).HasMaxLength(100);
        count.HasIndex(row => row.Day);
    }
}
