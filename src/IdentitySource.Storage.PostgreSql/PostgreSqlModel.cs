using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentitySource.Storage.PostgreSql;

/// <summary>
/// What the model needs on PostgreSQL alone. The names by which people are searched are ordered by their bytes, whatever the locale of
/// the database: only so is a prefix one range of an index.
/// </summary>
internal sealed class PostgreSqlModel(ModelCustomizerDependencies dependencies) : RelationalModelCustomizer(dependencies)
{
    private const string ByteOrder = "C";

    public override void Customize(ModelBuilder modelBuilder, DbContext context)
    {
        base.Customize(modelBuilder, context);
        var user = modelBuilder.Entity<User>();
        user.Property(row => row.NormalizedUserName).UseCollation(ByteOrder);
        user.Property(row => row.NormalizedEmail).UseCollation(ByteOrder);
        user.Property(row => row.NormalizedName).UseCollation(ByteOrder);
        user.Property(row => row.PhoneNumber).UseCollation(ByteOrder);
        FilterIndexes(modelBuilder.Entity<EventRow>());
    }

    private static void FilterIndexes(EntityTypeBuilder<EventRow> events)
    {
        events.Metadata.FindIndex(EventRow.Acts)!.SetFilter("administrative");
        events.Metadata.FindIndex(EventRow.Refused)!.SetFilter("NOT success");
        events.Metadata.FindIndex(EventRow.Failures)!.SetFilter("NOT success");
        events.Metadata.FindIndex(EventRow.Successes)!.SetFilter("success");
    }
}
