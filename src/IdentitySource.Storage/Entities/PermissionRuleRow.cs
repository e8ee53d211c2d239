using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentitySource.Storage.Entities;

/// <summary>Allows or denies a subject actions on a resource. A denial wins over whatever is allowed.</summary>
public sealed class PermissionRuleRow : IPooled, IEntityTypeConfiguration<PermissionRuleRow>
{
    public required Guid PoolId { get; set; }

    public required Guid Id { get; set; }

    public SubjectKind SubjectKind { get; set; }

    /// <summary>Of the access key, user, role or group. The kinds share no table, so no foreign key: who deletes a subject deletes its rules.</summary>
    public required Guid SubjectId { get; set; }

    public required Guid ResourceId { get; set; }

    /// <summary>One thing of the resource; null for all of them.</summary>
    public string? Instance { get; set; }

    /// <summary>Empty: every action.</summary>
    public List<string> Actions { get; set; } = [];

    public bool Allow { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public void Configure(EntityTypeBuilder<PermissionRuleRow> rule)
    {
        rule.ToTable("permission_rules");
        rule.HasKey(row => new { row.PoolId, row.Id });
        rule.HasOne<ResourceRow>().WithMany().HasForeignKey(row => new { row.PoolId, row.ResourceId }).OnDelete(DeleteBehavior.Cascade);
        rule.HasIndex(row => new { row.ResourceId, row.PoolId });
        rule.HasIndex(row => new { row.SubjectId, row.PoolId });
        rule.Property(row => row.SubjectKind).HasConversion<string>().HasMaxLength(20);
        rule.Property(row => row.Instance).HasMaxLength(200);
    }
}

/// <summary>Whom rules and access entries speak of.</summary>
public enum SubjectKind
{
    AccessKey,
    User,
    Role,
    Group,
}
