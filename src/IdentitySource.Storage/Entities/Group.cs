using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentitySource.Storage.Entities;

/// <summary>People of one user pool who are given rights together.</summary>
public sealed class Group : IPooled, IEntityTypeConfiguration<Group>
{
    public required Guid PoolId { get; set; }

    public required Guid Id { get; set; }

    /// <summary>Unique in the pool.</summary>
    public required string Code { get; set; }

    public required string Name { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public void Configure(EntityTypeBuilder<Group> group)
    {
        group.ToTable("groups");
        group.HasKey(row => new { row.PoolId, row.Id });
        group.HasOne<UserPool>().WithMany().HasForeignKey(row => row.PoolId).OnDelete(DeleteBehavior.Cascade);
        group.HasIndex(row => new { row.Code, row.PoolId }).IsUnique();
        group.Property(row => row.Code).HasMaxLength(100);
        group.Property(row => row.Name).HasMaxLength(200);
    }
}

/// <summary>A person is in a group.</summary>
public sealed class GroupMember : IPooled, IEntityTypeConfiguration<GroupMember>
{
    public required Guid PoolId { get; set; }

    public required Guid UserId { get; set; }

    public required Guid GroupId { get; set; }

    public void Configure(EntityTypeBuilder<GroupMember> link)
    {
        link.ToTable("group_members");
        link.HasKey(row => new { row.PoolId, row.UserId, row.GroupId });
        link.HasOne<User>().WithMany().HasForeignKey(row => new { row.PoolId, row.UserId }).OnDelete(DeleteBehavior.Cascade);
        link.HasOne<Group>().WithMany().HasForeignKey(row => new { row.PoolId, row.GroupId }).OnDelete(DeleteBehavior.Cascade);
        link.HasIndex(row => new { row.GroupId, row.PoolId });
    }
}
