using IdentitySource.Protocol.Claims;
using IdentitySource.Storage.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentitySource.Storage.Entities;

/// <summary>The tenant: the hard wall of isolation.</summary>
public sealed class UserPool : IEntityTypeConfiguration<UserPool>
{
    /// <summary>The pool at the root of the deployment.</summary>
    public const string DefaultSlug = "default";

    /// <summary>The pool that the people of the console live in.</summary>
    public const string OperatorsSlug = "operators";

    public required Guid Id { get; set; }

    /// <summary>Its name in addresses: lower case, unique in the deployment.</summary>
    public required string Slug { get; set; }

    public required string Name { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Nothing is issued or honoured while this is set.</summary>
    public DateTimeOffset? SuspendedAt { get; set; }

    /// <summary>Scopes of the pool's own, beside the standard ones.</summary>
    public List<CustomScope> CustomScopes { get; set; } = [];

    /// <summary>One session for the browser and all applications; off gives each application its own.</summary>
    public bool SingleSignOn { get; set; } = true;

    /// <summary>What a new password needs at least; <see cref="Identity.PasswordPolicy"/> says how far it may go.</summary>
    public int PasswordMinLength { get; set; } = PasswordRules.MinLength;

    public void Configure(EntityTypeBuilder<UserPool> pool)
    {
        pool.ToTable("user_pools");
        pool.HasKey(row => row.Id);
        pool.Property(row => row.Slug).HasMaxLength(63);
        pool.Property(row => row.Name).HasMaxLength(200);
        pool.Property(row => row.CustomScopes).HasConversion(new CustomScopesJson(), CustomScopesJson.Comparer);
        pool.HasIndex(row => row.Slug).IsUnique();
    }
}
