using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentitySource.Storage.Entities;

/// <summary>A key of ASP.NET Core Data Protection, shared by all servers; its XML is encrypted under the master key.</summary>
public sealed class DataProtectionKeyRow : IEntityTypeConfiguration<DataProtectionKeyRow>
{
    public required Guid Id { get; set; }

    public required string FriendlyName { get; set; }

    public required string Xml { get; set; }

    public void Configure(EntityTypeBuilder<DataProtectionKeyRow> key)
    {
        key.ToTable("data_protection_keys");
        key.HasKey(row => row.Id);
        key.Property(row => row.FriendlyName).HasMaxLength(200);
    }
}
