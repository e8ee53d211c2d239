using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentitySource.Storage.Entities;

/// <summary>A piece of an uploaded file, gone when the import has ended. There may be passwords in it, so it lies under the master key.</summary>
public sealed class UserImportChunkRow : IPooled, IEntityTypeConfiguration<UserImportChunkRow>
{
    public required Guid PoolId { get; set; }

    public required Guid ImportId { get; set; }

    public required int Number { get; set; }

    public required byte[] ProtectedContent { get; set; }

    public void Configure(EntityTypeBuilder<UserImportChunkRow> chunk)
    {
        chunk.ToTable("user_import_chunks");
        chunk.HasKey(row => new { row.PoolId, row.ImportId, row.Number });
        chunk.HasOne<UserImportRow>().WithMany().HasForeignKey(row => new { row.PoolId, row.ImportId }).OnDelete(DeleteBehavior.Cascade);
    }
}
