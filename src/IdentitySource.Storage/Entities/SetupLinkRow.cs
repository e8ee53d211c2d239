using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentitySource.Storage.Entities;

/// <summary>A one-time link to the set-up page: single use, short lived, dead once an administrator exists.</summary>
public sealed class SetupLinkRow : IEntityTypeConfiguration<SetupLinkRow>
{
    public required byte[] Hash { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? UsedAt { get; set; }

    public void Configure(EntityTypeBuilder<SetupLinkRow> link)
    {
        link.ToTable("setup_links");
        link.HasKey(row => row.Hash);
        link.Property(row => row.Hash).HasMaxLength(32);
    }
}
