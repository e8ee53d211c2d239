using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentitySource.Storage.Entities;

/// <summary>Somebody was here on that day, once or a hundred times: how <see cref="Events.Measure.Visitor"/> knows when that was before.</summary>
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

        // By person first: when somebody comes, the day before it is looked for.
        visitor.HasKey(row => new { row.PoolId, row.UserId, row.Day });
        visitor.HasOne<UserPool>().WithMany().HasForeignKey(row => row.PoolId).OnDelete(DeleteBehavior.Cascade);
        visitor.HasIndex(row => row.Day);
    }
}
