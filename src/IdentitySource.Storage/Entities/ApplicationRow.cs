using IdentitySource.Protocol.Applications;
using IdentitySource.Protocol.Jose;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentitySource.Storage.Entities;

/// <summary>An application as it is kept; <see cref="Application"/> is what the protocol sees of it.</summary>
public sealed class ApplicationRow : IPooled, IEntityTypeConfiguration<ApplicationRow>
{
    public required Guid PoolId { get; set; }

    public required Guid Id { get; set; }

    public required string Name { get; set; }

    /// <summary>The label of its own authorization server: lower case, unique in the deployment.</summary>
    public required string Address { get; set; }

    public ApplicationType Type { get; set; }

    public bool Enabled { get; set; } = true;

    public List<string> RedirectUris { get; set; } = [];

    public List<string> PostLogoutRedirectUris { get; set; } = [];

    public List<string> AllowedOrigins { get; set; } = [];

    public List<string> GrantTypes { get; set; } = [];

    public List<string> ResponseTypes { get; set; } = [];

    public required string TokenAuthentication { get; set; }

    public required string IntrospectionAuthentication { get; set; }

    public required string RevocationAuthentication { get; set; }

    /// <summary>SHA-256; null for an application without a secret.</summary>
    public byte[]? SecretHash { get; set; }

    /// <summary>The secret under the master key, because one that signs (HS256) must be readable.</summary>
    public byte[]? ProtectedSecret { get; set; }

    /// <summary>SHA-256 of the secret before; accepted for client authentication until <see cref="PreviousSecretUntil"/>.</summary>
    public byte[]? PreviousSecretHash { get; set; }

    public DateTimeOffset? PreviousSecretUntil { get; set; }

    public SigningAlgorithm IdTokenAlgorithm { get; set; }

    public SigningAlgorithm AccessTokenAlgorithm { get; set; }

    /// <summary>Whether everybody may sign in whom no access entry speaks of. Not in the policy: statements judge by it.</summary>
    public bool AccessByDefault { get; set; } = true;

    public required ApplicationPolicy Policy { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Grows with each change: the concurrency token, and what a consent page compares.</summary>
    public long Version { get; set; }

    public void Configure(EntityTypeBuilder<ApplicationRow> application)
    {
        application.ToTable("applications");
        application.HasKey(row => new { row.PoolId, row.Id });
        application.HasOne<UserPool>().WithMany().HasForeignKey(row => row.PoolId).OnDelete(DeleteBehavior.Cascade);
        application.Property(row => row.Name).HasMaxLength(200);
        application.Property(row => row.Address).HasMaxLength(63);
        application.HasIndex(row => row.Address).IsUnique();
        application.Property(row => row.Type).HasConversion<string>().HasMaxLength(20);
        application.Property(row => row.IdTokenAlgorithm).HasConversion<string>().HasMaxLength(20);
        application.Property(row => row.AccessTokenAlgorithm).HasConversion<string>().HasMaxLength(20);
        application.Property(row => row.TokenAuthentication).HasMaxLength(40);
        application.Property(row => row.IntrospectionAuthentication).HasMaxLength(40);
        application.Property(row => row.RevocationAuthentication).HasMaxLength(40);
        application.Property(row => row.Policy).HasConversion(new PolicyJson());
        application.Property(row => row.Version).IsConcurrencyToken();
    }
}
