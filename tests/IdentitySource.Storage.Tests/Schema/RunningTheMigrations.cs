using IdentitySource.Storage.Entities;
using IdentitySource.TestKit.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;

namespace IdentitySource.Storage.Tests.Schema;

/// <summary>The migrations of SQL Server, on one.</summary>
[NeedsSqlServer]
public sealed class RunningTheMigrations : IAsyncLifetime
{
    private string? database;

    public async Task InitializeAsync() => database = await SqlServerDatabases.CreateAsync();

    public Task DisposeAsync() => database is null ? Task.CompletedTask : SqlServerDatabases.DropAsync(database);

    [StoreFact]
    public async Task They_make_the_whole_model_and_a_second_time_nothing()
    {
        await using var db = SqlServerDatabases.Context(database!);

        await db.Database.MigrateAsync();
        await db.Database.MigrateAsync();

        Assert.False(db.Database.HasPendingModelChanges());
        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
    }

    [StoreFact]
    public async Task Their_script_may_be_run_again()
    {
        await using var db = SqlServerDatabases.Context(database!);
        var script = db.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);

        for (var run = 0; run < 2; run++)
        {
            foreach (var batch in script.Split($"{Environment.NewLine}GO{Environment.NewLine}", StringSplitOptions.RemoveEmptyEntries))
            {
                await db.Database.ExecuteSqlRawAsync(batch.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
            }
        }

        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
    }

    /// <summary>What PostgreSQL's foreign keys do, triggers do here.</summary>
    [StoreFact]
    public async Task A_pool_takes_everything_of_its_own_along()
    {
        await using var db = SqlServerDatabases.Context(database!);
        await db.Database.MigrateAsync();
        var now = new IdentitySource.TestKit.FakeClock().Now;
        foreach (var pool in new[] { Guid.CreateVersion7(now), Guid.CreateVersion7(now) })
        {
            db.PoolId = pool;
            db.Add(new UserPool { Id = pool, Slug = pool.ToString("N"), Name = "Acme", CreatedAt = now });
            db.Add(new User { PoolId = pool, Id = Guid.CreateVersion7(now), UserName = "ann", NormalizedUserName = "ANN", CreatedAt = now, UpdatedAt = now });
            db.Add(new Group { PoolId = pool, Id = Guid.CreateVersion7(now), Code = "staff", Name = "Staff", CreatedAt = now });
            await db.SaveChangesAsync();
        }

        var gone = db.PoolId;
        Assert.Equal(1, await db.UserPools.Where(row => row.Id == gone).ExecuteDeleteAsync());

        Assert.Equal((1, 1, 1), (await db.UserPools.CountAsync(), await db.Users.IgnoreQueryFilters().CountAsync(), await db.Groups.IgnoreQueryFilters().CountAsync()));
    }
}
