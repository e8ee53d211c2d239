using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentitySource.Storage.Entities;

/// <summary>A name that a line of the file has claimed, so that a later one that wants it too can be told which line was first.</summary>
public sealed class UserImportKeyRow : IPooled, IEntityTypeConfiguration<UserImportKeyRow>
{
    public required Guid PoolId { get; set; }

    public required Guid ImportId { get; set; }

    /// <summary>Half a hash of the kind of name and its normalized form.</summary>
    public required Guid Name { get; set; }

    public long Line { get; set; }

    public void Configure(EntityTypeBuilder<UserImportKeyRow> key)
    {
        key.ToTable("user_import_keys");
        key.HasKey(row => new { row.PoolId, row.ImportId, row.Name });
        key.HasOne<UserImportRow>().WithMany().HasForeignKey(row => new { row.PoolId, row.ImportId }).OnDelete(DeleteBehavior.Cascade);
    }
}
