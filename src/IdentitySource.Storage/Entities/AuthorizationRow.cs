using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentitySource.Storage.Entities;

/// <summary>
/// The root of what one sign-in granted; see <see cref="Protocol.Tokens.Authorization"/>. It has one code at most, so the code
/// stands in the same row: an authorize request writes one row, and a replay is noticed for as long as the row lives.
/// </summary>
public sealed class AuthorizationRow : IPooled, IEntityTypeConfiguration<AuthorizationRow>
{
    public required Guid PoolId { get; set; }

    public required Guid Id { get; set; }

    public required Guid ServerId { get; set; }

    public required Guid ApplicationId { get; set; }

    public required Guid UserId { get; set; }

    /// <summary>Null when no browser was there: the password mode.</summary>
    public Guid? SessionId { get; set; }

    /// <summary>The interaction it came from; unique, so that one interaction has one answer.</summary>
    public Guid? FlowId { get; set; }

    public required string Scopes { get; set; }

    /// <summary>Permission items that were asked for and not granted, in the order of the request.</summary>
    public string? RejectedScopes { get; set; }

    /// <summary>Claims asked for one by one, for the ID token and for userinfo; space separated, null when there are none.</summary>
    public string? IdTokenClaims { get; set; }

    public string? UserInfoClaims { get; set; }

    public DateTimeOffset AuthenticatedAt { get; set; }

    public required string Methods { get; set; }

    public string? Nonce { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public bool Offline { get; set; }

    /// <summary>SHA-256 of the code; null for an authorization that began without one.</summary>
    public byte[]? CodeHash { get; set; }

    public string? RedirectUri { get; set; }

    public string? Challenge { get; set; }

    public string? ChallengeMethod { get; set; }

    public DateTimeOffset? CodeExpiresAt { get; set; }

    public DateTimeOffset? CodeTakenAt { get; set; }

    /// <summary>When nothing of it can be alive or worth noticing any more; the sweeper's index.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    public string? RevokedReason { get; set; }

    public void Configure(EntityTypeBuilder<AuthorizationRow> authorization)
    {
        authorization.ToTable("authorizations");
        authorization.HasKey(row => new { row.PoolId, row.Id });
        authorization.HasOne<User>().WithMany().HasForeignKey(row => new { row.PoolId, row.UserId }).OnDelete(DeleteBehavior.Cascade);
        authorization.HasOne<ApplicationRow>().WithMany().HasForeignKey(row => new { row.PoolId, row.ApplicationId }).OnDelete(DeleteBehavior.Cascade);
        authorization.HasIndex(row => new { row.PoolId, row.FlowId }).IsUnique().HasFilter("flow_id IS NOT NULL");
        authorization.HasIndex(row => new { row.PoolId, row.CodeHash }).IsUnique().HasFilter("code_hash IS NOT NULL");
        authorization.HasIndex(row => new { row.UserId, row.PoolId, row.ApplicationId });
        authorization.HasIndex(row => new { row.ApplicationId, row.PoolId });
        authorization.HasIndex(row => row.ExpiresAt);
        authorization.Property(row => row.Methods).HasMaxLength(100);
        authorization.Property(row => row.CodeHash).HasMaxLength(32);
        authorization.Property(row => row.ChallengeMethod).HasMaxLength(10);
        authorization.Property(row => row.RevokedReason).HasMaxLength(100);
    }
}
