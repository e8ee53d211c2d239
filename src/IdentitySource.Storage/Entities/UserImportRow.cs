using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentitySource.Storage.Entities;

/// <summary>
/// A file of people on its way into a pool. How far it has come is written in the transaction that writes the people, so that a
/// server that goes on where another was killed neither leaves anybody out nor adds them twice.
/// </summary>
public sealed class UserImportRow : IPooled, IEntityTypeConfiguration<UserImportRow>
{
    public const int LongestFileName = 200;

    public required Guid PoolId { get; set; }

    /// <summary>Version 7: sorts by time.</summary>
    public required Guid Id { get; set; }

    public required string FileName { get; set; }

    /// <summary>Of the file, in bytes.</summary>
    public long Size { get; set; }

    /// <summary>Everything is judged and nobody is added.</summary>
    public bool DryRun { get; set; }

    public UserImportState State { get; set; }

    /// <summary>The byte at which the next record begins.</summary>
    public long Position { get; set; }

    /// <summary>The line at which it begins.</summary>
    public long Line { get; set; } = 1;

    public long Added { get; set; }

    public long Failed { get; set; }

    /// <summary>Columns that nobody knows, which were left out: a JSON array of texts.</summary>
    public string? UnknownColumns { get; set; }

    /// <summary>Why the file as a whole could not be read.</summary>
    public string? Reason { get; set; }

    public required string ActorKind { get; set; }

    /// <summary>The administrator who started it.</summary>
    public Guid? ActorId { get; set; }

    public bool CancelRequested { get; set; }

    /// <summary>Who is at it; their word counts until <see cref="LeaseUntil"/>.</summary>
    public Guid? Worker { get; set; }

    public DateTimeOffset? LeaseUntil { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public void Configure(EntityTypeBuilder<UserImportRow> import)
    {
        import.ToTable("user_imports");
        import.HasKey(row => new { row.PoolId, row.Id });
        import.HasOne<UserPool>().WithMany().HasForeignKey(row => row.PoolId).OnDelete(DeleteBehavior.Cascade);
        import.HasIndex(row => row.CreatedAt).HasFilter("finished_at IS NULL");
        import.HasIndex(row => row.FinishedAt);
        import.Property(row => row.FileName).HasMaxLength(LongestFileName);
        import.Property(row => row.State).HasConversion<string>().HasMaxLength(20);
        import.Property(row => row.Reason).HasMaxLength(100);
        import.Property(row => row.ActorKind).HasMaxLength(20);
    }
}

public enum UserImportState
{
    Waiting,
    Running,
    Done,
    Cancelled,
    Failed,
}
