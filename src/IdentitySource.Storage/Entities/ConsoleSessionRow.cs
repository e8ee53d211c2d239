using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentitySource.Storage.Entities;

/// <summary>
/// Somebody is signed in to the console. It has nothing to do with the sessions of applications: neither begins, keeps alive or ends
/// the other.
/// </summary>
public sealed class ConsoleSessionRow : IPooled, IEntityTypeConfiguration<ConsoleSessionRow>
{
    /// <summary>The operators' pool, where the people of the console live.</summary>
    public required Guid PoolId { get; set; }

    public required Guid Id { get; set; }

    public required Guid UserId { get; set; }

    public required byte[] HandleHash { get; set; }

    /// <summary>Of the credentials that the session was begun with: with others it is over, without anybody having to end it.</summary>
    public string? SecurityStamp { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset LastSeenAt { get; set; }

    /// <summary>When the person last proved who they are; sensitive acts want that to be recent.</summary>
    public DateTimeOffset ProvenAt { get; set; }

    /// <summary>The absolute end.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public string? RemoteAddress { get; set; }

    public string? UserAgent { get; set; }

    public void Configure(EntityTypeBuilder<ConsoleSessionRow> session)
    {
        session.ToTable("console_sessions");
        session.HasKey(row => new { row.PoolId, row.Id });
        session.HasOne<User>().WithMany().HasForeignKey(row => new { row.PoolId, row.UserId }).OnDelete(DeleteBehavior.Cascade);
        session.HasIndex(row => new { row.HandleHash, row.PoolId }).IsUnique();
        session.HasIndex(row => new { row.UserId, row.PoolId });
        session.HasIndex(row => row.ExpiresAt);
        session.Property(row => row.HandleHash).HasMaxLength(32);
        session.Property(row => row.RemoteAddress).HasMaxLength(64);
        session.Property(row => row.UserAgent).HasMaxLength(300);
    }
}
