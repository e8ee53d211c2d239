using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentitySource.Storage.Entities;

/// <summary>A code, by its hash. Kept for a while after it was taken, because a second use has to be noticed.</summary>
public sealed class AuthorizationCodeRow : IPooled, IEntityTypeConfiguration<AuthorizationCodeRow>
{
    public required Guid PoolId { get; set; }

    public required byte[] Hash { get; set; }

    public required Guid AuthorizationId { get; set; }

    public required string RedirectUri { get; set; }

    public string? Challenge { get; set; }

    public string? ChallengeMethod { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? TakenAt { get; set; }

    public void Configure(EntityTypeBuilder<AuthorizationCodeRow> code)
    {
        code.ToTable("authorization_codes");
        code.HasKey(row => new { row.PoolId, row.Hash });
        code.HasOne<AuthorizationRow>().WithMany().HasForeignKey(row => new { row.PoolId, row.AuthorizationId }).OnDelete(DeleteBehavior.Cascade);
        code.Property(row => row.Hash).HasMaxLength(32);
        code.Property(row => row.ChallengeMethod).HasMaxLength(10);
        code.HasIndex(row => new { row.PoolId, row.AuthorizationId });
        code.HasIndex(row => row.ExpiresAt);
    }
}
