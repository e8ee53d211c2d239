using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentitySource.Storage.Entities;

/// <summary>A note that something cached has changed, read by every server (they poll) to drop its copy.</summary>
public sealed class ChangeRow : IEntityTypeConfiguration<ChangeRow>
{
    public long Id { get; set; }

    public Guid PoolId { get; set; }

    /// <summary>The application that changed, or null: the pool itself or its keys.</summary>
    public Guid? ApplicationId { get; set; }

    public DateTimeOffset At { get; set; }

    public void Configure(EntityTypeBuilder<ChangeRow> change)
    {
        change.ToTable("changes");
        change.HasKey(row => row.Id);
        change.HasIndex(row => row.At);
    }
}
