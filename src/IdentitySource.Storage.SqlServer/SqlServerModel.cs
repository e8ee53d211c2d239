using IdentitySource.Storage.Entities;
using IdentitySource.Storage.SqlServer.Statements;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentitySource.Storage.SqlServer;

/// <summary>What the model needs on SQL Server alone, so that its rows compare, sort and go as they do on PostgreSQL.</summary>
internal sealed class SqlServerModel(ModelCustomizerDependencies dependencies) : RelationalModelCustomizer(dependencies)
{
    /// <summary>Microseconds, as PostgreSQL keeps them.</summary>
    internal const byte SecondFractions = 6;

    public override void Customize(ModelBuilder modelBuilder, DbContext context)
    {
        base.Customize(modelBuilder, context);
        foreach (var entity in modelBuilder.Model.GetEntityTypes().Where(IsTable).ToList())
        {
            foreach (var property in entity.GetProperties())
            {
                Store(property);
            }

            // Several paths lead from a pool to most rows, and SQL Server cascades along one alone (error 1785).
            foreach (var reference in entity.GetForeignKeys())
            {
                reference.DeleteBehavior = DeleteBehavior.ClientCascade;
            }

            if (entity.GetReferencingForeignKeys().Any(reference => !reference.IsOwnership))
            {
                entity.AddTrigger(CascadeTriggers.NameOf(entity.GetTableName()!));
            }
        }

        FilterIndexes(modelBuilder.Entity<EventRow>());

        // With a credential's id it is longer than the 900 bytes that a clustered key may have.
        modelBuilder.Entity<UserPasskey>().HasKey(row => new { row.PoolId, row.CredentialId }).IsClustered(false);
    }

    /// <summary>Classes that stand in a row as JSON are entities too, until the model is done.</summary>
    private static bool IsTable(IMutableEntityType entity) => ((IConventionEntityType)entity).GetConfigurationSource() == ConfigurationSource.Explicit && !entity.IsMappedToJson();

    private static void Store(IMutableProperty property)
    {
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        if (type == typeof(Guid))
        {
            property.SetValueConverter(OrderedId.Converter);
            property.SetColumnType(OrderedId.ColumnType);
        }
        else if (type == typeof(DateTimeOffset))
        {
            property.SetPrecision(SecondFractions);
        }
        else if (type == typeof(string) || property.IsPrimitiveCollection || (property.GetProviderClrType() ?? property.GetValueConverter()?.ProviderClrType) == typeof(string))
        {
            property.SetCollation(Collation.CodeUnits);
        }
    }

    private static void FilterIndexes(EntityTypeBuilder<EventRow> events)
    {
        events.Metadata.FindIndex(EventRow.Acts)!.SetFilter("administrative = 1");
        events.Metadata.FindIndex(EventRow.Refused)!.SetFilter("success = 0");
        events.Metadata.FindIndex(EventRow.Failures)!.SetFilter("success = 0");
        events.Metadata.FindIndex(EventRow.Successes)!.SetFilter("success = 1");
    }
}
