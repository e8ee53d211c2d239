using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentitySource.Storage.Entities;

/// <summary>A line of the file that became nobody.</summary>
public sealed class UserImportFaultRow : IPooled, IEntityTypeConfiguration<UserImportFaultRow>
{
    public required Guid PoolId { get; set; }

    public required Guid ImportId { get; set; }

    /// <summary>Of the record, from one; several may stand in one line.</summary>
    public required long Number { get; set; }

    /// <summary>At which the record begins.</summary>
    public long Line { get; set; }

    /// <summary>A JSON array of field, reason and message.</summary>
    public required string Faults { get; set; }

    /// <summary>What the line said in the columns that are known, as JSON, without password and hash.</summary>
    public string? Given { get; set; }

    public void Configure(EntityTypeBuilder<UserImportFaultRow> fault)
    {
        fault.ToTable("user_import_faults");
        fault.HasKey(row => new { row.PoolId, row.ImportId, row.Number });
        fault.HasOne<UserImportRow>().WithMany().HasForeignKey(row => new { row.PoolId, row.ImportId }).OnDelete(DeleteBehavior.Cascade);
    }
}
