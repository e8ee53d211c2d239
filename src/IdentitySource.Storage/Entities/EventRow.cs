using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentitySource.Storage.Entities;

/// <summary>
/// Something that happened: a sign-in, a refusal, a token, a consent, an administrative act. It outlives what it speaks of, so
/// it has no foreign keys but the pool's.
/// </summary>
public sealed class EventRow : IPooled, IEntityTypeConfiguration<EventRow>
{
    public required Guid PoolId { get; set; }

    /// <summary>Version 7: sorts by time.</summary>
    public required Guid Id { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>What happened: <c>sign_in</c>, <c>token_issued</c>, <c>refusal</c> …</summary>
    public required string Kind { get; set; }

    public bool Success { get; set; }

    /// <summary>The slug of the refusal, or null.</summary>
    public string? Reason { get; set; }

    public Guid? UserId { get; set; }

    public Guid? ApplicationId { get; set; }

    /// <summary>What the person or the application was shown, to find this again.</summary>
    public required string Reference { get; set; }

    public string? RemoteAddress { get; set; }

    public string? UserAgent { get; set; }

    /// <summary>The redacted trace as JSON: given, expected, which check. Never a secret, a code, a token or a verifier.</summary>
    public string? Detail { get; set; }

    public void Configure(EntityTypeBuilder<EventRow> row)
    {
        row.ToTable("events");
        row.HasKey(each => new { each.PoolId, each.Id });
        row.HasOne<UserPool>().WithMany().HasForeignKey(each => each.PoolId).OnDelete(DeleteBehavior.Cascade);
        row.Property(each => each.Kind).HasMaxLength(40);
        row.Property(each => each.Reason).HasMaxLength(100);
        row.Property(each => each.Reference).HasMaxLength(40);
        row.Property(each => each.RemoteAddress).HasMaxLength(64);
        row.Property(each => each.UserAgent).HasMaxLength(300);
        row.HasIndex(each => new { each.PoolId, each.Reference });
        row.HasIndex(each => new { each.PoolId, each.ApplicationId, each.Id });
        row.HasIndex(each => new { each.PoolId, each.UserId, each.Id });
    }
}
