using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentitySource.Storage.Entities;

/// <summary>
/// A mail on its way. What it says may be a link that opens something, so it is kept under the master key, and no longer than until
/// it is sent.
/// </summary>
public sealed class OutboxMailRow : IPooled, IEntityTypeConfiguration<OutboxMailRow>
{
    public const int LongestSubject = 200;

    public required Guid PoolId { get; set; }

    /// <summary>Version 7: sorts by time.</summary>
    public required Guid Id { get; set; }

    /// <summary>What it is for: <c>invitation</c>, <c>test</c>.</summary>
    public required string Kind { get; set; }

    /// <summary>One plain address.</summary>
    public required string Recipient { get; set; }

    public required string Subject { get; set; }

    /// <summary>Null once it is sent.</summary>
    public byte[]? ProtectedBody { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public int Attempts { get; set; }

    /// <summary>Null: there is none, because it is sent or given up.</summary>
    public DateTimeOffset? NextAttemptAt { get; set; }

    /// <summary>Set while a server is at it: by then it is done, or dead.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>A slug, and the mail server's number where it gave one; never its text, which may repeat what is in the mail.</summary>
    public string? LastError { get; set; }

    public DateTimeOffset? SentAt { get; set; }

    public DateTimeOffset? GivenUpAt { get; set; }

    public void Configure(EntityTypeBuilder<OutboxMailRow> mail)
    {
        mail.ToTable("outbox_mails");
        mail.HasKey(row => new { row.PoolId, row.Id });
        mail.HasOne<UserPool>().WithMany().HasForeignKey(row => row.PoolId).OnDelete(DeleteBehavior.Cascade);
        mail.HasIndex(row => row.NextAttemptAt).HasFilter("next_attempt_at IS NOT NULL");
        mail.HasIndex(row => row.SentAt).HasFilter("sent_at IS NOT NULL");

        // What is not sent yet is little among what was, and every overview counts it.
        mail.HasIndex(row => new { row.PoolId, row.LastError }).HasFilter("sent_at IS NULL");
        mail.Property(row => row.Kind).HasMaxLength(40);
        mail.Property(row => row.Recipient).HasMaxLength(256);
        mail.Property(row => row.Subject).HasMaxLength(LongestSubject);
        mail.Property(row => row.LastError).HasMaxLength(60);
    }
}
