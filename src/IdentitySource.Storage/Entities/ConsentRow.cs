using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentitySource.Storage.Entities;

/// <summary>What a person has allowed an application to see.</summary>
public sealed class ConsentRow : IPooled, IEntityTypeConfiguration<ConsentRow>
{
    public required Guid PoolId { get; set; }

    public required Guid UserId { get; set; }

    public required Guid ApplicationId { get; set; }

    /// <summary>Space separated.</summary>
    public required string Scopes { get; set; }

    /// <summary>Claims asked for one by one, space separated.</summary>
    public required string Claims { get; set; }

    /// <summary>When allow was last pressed.</summary>
    public DateTimeOffset GivenAt { get; set; }

    public void Configure(EntityTypeBuilder<ConsentRow> consent)
    {
        consent.ToTable("consents");
        consent.HasKey(row => new { row.PoolId, row.UserId, row.ApplicationId });
        consent.HasOne<User>().WithMany().HasForeignKey(row => new { row.PoolId, row.UserId }).OnDelete(DeleteBehavior.Cascade);
        consent.HasOne<ApplicationRow>().WithMany().HasForeignKey(row => new { row.PoolId, row.ApplicationId }).OnDelete(DeleteBehavior.Cascade);
        consent.HasIndex(row => new { row.ApplicationId, row.PoolId });
    }
}
