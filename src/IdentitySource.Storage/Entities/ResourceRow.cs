using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentitySource.Storage.Entities;

/// <summary>Something of a user pool that permissions speak of: an API, data, a part of a user interface.</summary>
public sealed class ResourceRow : IPooled, IEntityTypeConfiguration<ResourceRow>
{
    public required Guid PoolId { get; set; }

    public required Guid Id { get; set; }

    /// <summary>Its name in scope items: <c>code[:id][:action]</c>. Unique in the pool.</summary>
    public required string Code { get; set; }

    public ResourceType Type { get; set; }

    public string? Description { get; set; }

    public List<string> Actions { get; set; } = [];

    public DateTimeOffset CreatedAt { get; set; }

    public void Configure(EntityTypeBuilder<ResourceRow> resource)
    {
        resource.ToTable("resources");
        resource.HasKey(row => new { row.PoolId, row.Id });
        resource.HasOne<UserPool>().WithMany().HasForeignKey(row => row.PoolId).OnDelete(DeleteBehavior.Cascade);
        resource.HasIndex(row => new { row.Code, row.PoolId }).IsUnique();
        resource.Property(row => row.Code).HasMaxLength(100);
        resource.Property(row => row.Type).HasConversion<string>().HasMaxLength(20);
        resource.Property(row => row.Description).HasMaxLength(500);
    }
}

public enum ResourceType
{
    Api,
    Data,
    Ui,
}
