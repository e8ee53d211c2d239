using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentitySource.Storage.Entities;

/// <summary>Who may, or may not, sign in to an application, whatever its default says.</summary>
public sealed class AccessEntryRow : IPooled, IEntityTypeConfiguration<AccessEntryRow>
{
    public required Guid PoolId { get; set; }

    public required Guid Id { get; set; }

    public required Guid ApplicationId { get; set; }

    /// <summary>A user, role or group.</summary>
    public SubjectKind SubjectKind { get; set; }

    public required Guid SubjectId { get; set; }

    public bool Allow { get; set; }

    public bool Enabled { get; set; } = true;

    public DateTimeOffset CreatedAt { get; set; }

    public void Configure(EntityTypeBuilder<AccessEntryRow> entry)
    {
        entry.ToTable("access_entries");
        entry.HasKey(row => new { row.PoolId, row.Id });
        entry.HasOne<ApplicationRow>().WithMany().HasForeignKey(row => new { row.PoolId, row.ApplicationId }).OnDelete(DeleteBehavior.Cascade);
        entry.HasIndex(row => new { row.ApplicationId, row.PoolId, row.SubjectId }).IsUnique();
        entry.HasIndex(row => new { row.SubjectId, row.PoolId });
        entry.Property(row => row.SubjectKind).HasConversion<string>().HasMaxLength(20);
    }
}
