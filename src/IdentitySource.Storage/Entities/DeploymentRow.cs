using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentitySource.Storage.Entities;

/// <summary>What there is one of: the deployment itself.</summary>
public sealed class DeploymentRow : IEntityTypeConfiguration<DeploymentRow>
{
    public const int TheOne = 1;

    public int Id { get; set; } = TheOne;

    /// <summary>Derived from the master key one way: another key is noticed at the start, not by the first thing that does not decrypt.</summary>
    public required byte[] MasterKeyCheck { get; set; }

    /// <summary>Ids of what the demonstration data made, so that removing it takes nothing else along.</summary>
    public List<Guid> DemoIds { get; set; } = [];

    public DateTimeOffset CreatedAt { get; set; }

    public void Configure(EntityTypeBuilder<DeploymentRow> deployment)
    {
        deployment.ToTable("deployment");
        deployment.HasKey(row => row.Id);
        deployment.Property(row => row.Id).ValueGeneratedNever();
        deployment.Property(row => row.MasterKeyCheck).HasMaxLength(32);
    }
}
