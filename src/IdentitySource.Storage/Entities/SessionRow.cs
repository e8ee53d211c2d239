using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentitySource.Storage.Entities;

/// <summary>Somebody is signed in at a browser. The cookie holds a handle, this row its hash, so that ending the row ends it everywhere.</summary>
public sealed class SessionRow : IPooled, IEntityTypeConfiguration<SessionRow>
{
    public required Guid PoolId { get; set; }

    /// <summary>Becomes <c>sid</c>; says nothing about the handle.</summary>
    public required Guid Id { get; set; }

    public required Guid UserId { get; set; }

    /// <summary>The application that it is for, where the pool has no single sign-on; null: for all.</summary>
    public Guid? ApplicationId { get; set; }

    /// <summary>Applications that the person has signed out of while it serves the others; their ids, space separated.</summary>
    public string? SignedOutOf { get; set; }

    public required byte[] HandleHash { get; set; }

    public DateTimeOffset AuthenticatedAt { get; set; }

    /// <summary>RFC 8176 names, space separated.</summary>
    public required string Methods { get; set; }

    public DateTimeOffset LastSeenAt { get; set; }

    /// <summary>The absolute end.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public string? RemoteAddress { get; set; }

    public string? UserAgent { get; set; }

    public void Configure(EntityTypeBuilder<SessionRow> session)
    {
        session.ToTable("sessions");
        session.HasKey(row => new { row.PoolId, row.Id });
        session.HasOne<User>().WithMany().HasForeignKey(row => new { row.PoolId, row.UserId }).OnDelete(DeleteBehavior.Cascade);
        session.HasIndex(row => new { row.HandleHash, row.PoolId }).IsUnique();
        session.HasIndex(row => new { row.UserId, row.PoolId });
        session.HasIndex(row => row.ExpiresAt);
        session.Property(row => row.HandleHash).HasMaxLength(32);
        session.Property(row => row.Methods).HasMaxLength(100);
        session.Property(row => row.RemoteAddress).HasMaxLength(64);
        session.Property(row => row.UserAgent).HasMaxLength(300);
    }
}
