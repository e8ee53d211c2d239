using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentitySource.Storage.Entities;

/// <summary>
/// What the management API answered to a request that named itself by an idempotency key, so that the same request again gets the
/// same answer and does nothing. Without an answer, the request is still running.
/// </summary>
public sealed class ApiAnswerRow : IPooled, IEntityTypeConfiguration<ApiAnswerRow>
{
    public required Guid PoolId { get; set; }

    public required Guid ApiKeyId { get; set; }

    /// <summary>SHA-256 of the idempotency key, which may be any text.</summary>
    public required byte[] NameHash { get; set; }

    /// <summary>SHA-256 of method, path and body.</summary>
    public required byte[] RequestHash { get; set; }

    /// <summary>Under Data Protection, because a secret that is shown once may be in it.</summary>
    public byte[]? Answer { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public void Configure(EntityTypeBuilder<ApiAnswerRow> answer)
    {
        answer.ToTable("api_answers");
        answer.HasKey(row => new { row.PoolId, row.ApiKeyId, row.NameHash });
        answer.HasOne<ApiKeyRow>().WithMany().HasForeignKey(row => new { row.PoolId, row.ApiKeyId }).OnDelete(DeleteBehavior.Cascade);
        answer.HasIndex(row => row.ExpiresAt);
        answer.Property(row => row.NameHash).HasMaxLength(32);
        answer.Property(row => row.RequestHash).HasMaxLength(32);
    }
}
