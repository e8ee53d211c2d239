using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentitySource.Storage.Entities;

/// <summary>Somebody was here on that day, once or a hundred times: "active in the last thirty days" counts people.</summary>
public sealed class DailyVisitorRow : IPooled, IEntityTypeConfiguration<DailyVisitorRow>
{
    public required Guid PoolId { get; set; }

    /// <summary>In UTC.</summary>
    public required DateOnly Day { get; set; }

    /// <summary>Without a foreign key, as the events have none: the day's number stays when the person goes.</summary>
    public required Guid UserId { get; set; }

    public void Configure(EntityTypeBuilder<DailyVisitorRow> visitor)
    {
        visitor.ToTable("daily_visitors");
        visitor.HasKey(row => new { row.PoolId, row.Day, row.UserId });
        visitor.HasOne<UserPool>().WithMany().HasForeignKey(row => row.PoolId).OnDelete(DeleteBehavior.Cascade);
        visitor.HasIndex(row => row.Day);
    }
}
