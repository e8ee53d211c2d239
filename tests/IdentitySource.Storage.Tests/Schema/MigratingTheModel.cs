using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Xunit;

namespace IdentitySource.Storage.Tests.Schema;

public class MigratingTheModel(PostgresGround ground) : IClassFixture<PostgresGround>
{
    [Fact]
    public async Task The_migrations_make_the_whole_model()
    {
        await using var db = await ground.Get<IDbContextFactory<IdentitySourceDb>>().CreateDbContextAsync();

        Assert.False(db.Database.HasPendingModelChanges());
        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
    }

    /// <summary>So that deleting a row does not read the whole of each table that may point at it.</summary>
    [Fact]
    public async Task What_points_at_a_row_is_found_by_an_index()
    {
        await using var db = await ground.Get<IDbContextFactory<IdentitySourceDb>>().CreateDbContextAsync();

        var references = db.Model.GetEntityTypes().Where(entity => !entity.IsOwned()).SelectMany(entity => entity.GetForeignKeys());

        Assert.Empty(references.Where(reference => !IsLedByAnIndex(reference)).Select(reference => reference.ToString()));
    }

    private static bool IsLedByAnIndex(IForeignKey reference)
    {
        var whole = reference.DeclaringEntityType.GetIndexes().Where(index => index.GetFilter() is null).Select(index => index.Properties);
        return whole.Append(reference.DeclaringEntityType.FindPrimaryKey()!.Properties)
            .Any(columns => columns.Take(reference.Properties.Count).ToHashSet().SetEquals(reference.Properties));
    }
}
