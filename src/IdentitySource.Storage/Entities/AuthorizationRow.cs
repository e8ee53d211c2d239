using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentitySource.Storage.Entities;

/// <summary>The root of what one sign-in granted; see <see cref="Protocol.Tokens.Authorization"/>.</summary>
public sealed class AuthorizationRow : IPooled, IEntityTypeConfiguration<AuthorizationRow>
{
    public required Guid PoolId { get; set; }

    public required Guid Id { get; set; }

    public required Guid ServerId { get; set; }

    public required Guid ApplicationId { get; set; }

    public required Guid UserId { get; set; }

    public required Guid SessionId { get; set; }

    /// <summary>The interaction it came from; unique, so that one interaction has one answer.</summary>
    public Guid? FlowId { get; set; }

    public required string Scopes { get; set; }

    /// <summary>Claims asked for one by one, for the ID token and for userinfo; space separated, null when there are none.</summary>
    public string? IdTokenClaims { get; set; }

    public string? UserInfoClaims { get; set; }

    public DateTimeOffset AuthenticatedAt { get; set; }

    public required string Methods { get; set; }

    public string? Nonce { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public bool Offline { get; set; }

    /// <summary>When nothing of it can be alive any more; the sweeper's index.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    public string? RevokedReason { get; set; }

    public void Configure(EntityTypeBuilder<AuthorizationRow> authorization)
    {
        authorization.ToTable("authorizations");
        authorization.HasKey(row => new { row.PoolId, row.Id });
        authorization.HasOne<User>().WithMany().HasForeignKey(row => new { row.PoolId, row.UserId }).OnDelete(DeleteBehavior.Cascade);
        authorization.HasOne<ApplicationRow>().WithMany().HasForeignKey(row => new { row.PoolId, row.ApplicationId }).OnDelete(DeleteBehavior.Cascade);
        authorization.HasIndex(row => new { row.PoolId, row.FlowId }).IsUnique();
        authorization.HasIndex(row => new { row.PoolId, row.UserId, row.ApplicationId });
        authorization.HasIndex(row => new { row.PoolId, row.ApplicationId });
        authorization.HasIndex(row => row.ExpiresAt);
        authorization.Property(row => row.Methods).HasMaxLength(100);
        authorization.Property(row => row.RevokedReason).HasMaxLength(100);
    }
}
