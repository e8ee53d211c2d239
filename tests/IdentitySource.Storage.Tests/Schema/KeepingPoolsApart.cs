using System.Reflection;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Stores;
using IdentitySource.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Storage.Tests.Schema;

public class KeepingPoolsApart(TwinPools twins) : IClassFixture<TwinPools>
{
    private static readonly MethodInfo ReadMethod = typeof(KeepingPoolsApart).GetMethod(nameof(ReadRowsAsync), BindingFlags.Static | BindingFlags.NonPublic)!;

    private IDbContextFactory<IdentitySourceDb> Contexts => twins.Ground.Get<IDbContextFactory<IdentitySourceDb>>();

    [Fact, Attack("XT-18")]
    public async Task Everything_belongs_to_a_pool_but_what_the_deployment_has_one_of()
    {
        await using var db = await Contexts.CreateDbContextAsync();

        var unpooled = Tables(db).Where(entity => !TwinPools.IsPooled(entity)).Select(entity => entity.ClrType.Name);

        // A change is read by every server for all pools at once, and says nothing but that something changed.
        Assert.Equal([nameof(ChangeRow), nameof(DataProtectionKeyRow), nameof(DeploymentRow), nameof(SetupLinkRow), nameof(UserPool)], unpooled.Order());
    }

    [Fact, Attack("XT-18")]
    public async Task The_pool_leads_every_key_and_every_reference_so_that_no_row_can_point_into_another_pool()
    {
        await using var db = await Contexts.CreateDbContextAsync();
        var pooled = Tables(db).Where(TwinPools.IsPooled).ToList();

        Assert.Empty(pooled.Where(entity => entity.FindPrimaryKey()!.Properties[0].Name != nameof(IPooled.PoolId)).Select(entity => entity.Name));
        Assert.Empty(pooled.SelectMany(entity => entity.GetForeignKeys())
            .Where(key => TwinPools.IsPooled(key.PrincipalEntityType) && (key.Properties[0].Name, key.PrincipalKey.Properties[0].Name) != (nameof(IPooled.PoolId), nameof(IPooled.PoolId)))
            .Select(key => key.ToString()));
    }

    [Fact, Attack("XT-18"), Attack("DB-01")]
    public async Task What_is_unique_is_unique_in_its_pool_but_for_an_applications_address()
    {
        await using var db = await Contexts.CreateDbContextAsync();

        var wide = Tables(db).Where(TwinPools.IsPooled).SelectMany(entity => entity.GetIndexes())
            .Where(index => index.IsUnique && index.Properties.All(property => property.Name != nameof(IPooled.PoolId)));

        Assert.Equal((typeof(ApplicationRow), nameof(ApplicationRow.Address)), (Assert.Single(wide).DeclaringEntityType.ClrType, Assert.Single(wide).Properties[0].Name));
    }

    [Fact, Attack("XT-18")]
    public async Task A_query_of_one_pool_finds_its_own_row_of_every_kind_and_no_other()
    {
        foreach (var pool in twins.Pools)
        {
            await using var db = await Contexts.ForPoolAsync(pool, default);
            foreach (var entity in Tables(db).Where(TwinPools.IsPooled))
            {
                Assert.True((await ReadAsync(db, entity)).SequenceEqual([pool]), $"{entity.ClrType.Name} of one pool");
            }
        }
    }

    [Fact, Attack("XT-18"), Attack("XT-19")]
    public async Task Who_forgets_to_say_which_pool_finds_nothing_also_in_a_context_that_was_used_before()
    {
        for (var turn = 0; turn < 3; turn++)
        {
            await using (var used = await Contexts.ForPoolAsync(twins.Pools[turn % 2], default))
            {
                Assert.Equal(1, await used.Users.CountAsync());
            }

            await using var db = await Contexts.CreateDbContextAsync();
            foreach (var entity in Tables(db).Where(TwinPools.IsPooled))
            {
                Assert.True((await ReadAsync(db, entity)).Count == 0, $"{entity.ClrType.Name} of no pool");
            }
        }
    }

    [Fact, Attack("XT-19"), Attack("XT-01"), Attack("XT-02"), Attack("XT-03")]
    public async Task Ten_thousand_requests_for_both_pools_in_turn_on_one_connection_never_read_across()
    {
        // The ids and hashes are the same in both pools; only the pool tells them apart.
        var server = twins.Ground.AddServer("Maximum Pool Size=1");
        var (grants, sessions) = (server.GetRequiredService<Protocol.Ports.IGrantStore>(), server.GetRequiredService<SessionStore>());
        for (var turn = 0; turn < 2_500; turn++)
        {
            foreach (var pool in twins.Pools)
            {
                var name = pool.ToString("N");
                Assert.Equal(name, (await sessions.FindAsync(new SessionScope(pool, twins.Id), twins.Hash, twins.Ground.Clock.Now, default))!.Username);
                Assert.Equal(name, (await grants.FindRefreshTokenAsync(pool, twins.Id, twins.Hash, default))!.Grant.Subject.Username);
            }
        }
    }

    [Fact, Attack("XT-19")]
    public async Task Contexts_that_are_used_again_by_many_at_once_never_read_across()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 1_000), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, cancel) =>
        {
            var pool = twins.Pools[number % 2];
            await using var db = await Contexts.ForPoolAsync(pool, cancel);
            Assert.Equal(pool, (await db.Users.AsNoTracking().SingleAsync(cancel)).PoolId);
        });
    }

    private static IEnumerable<IEntityType> Tables(IdentitySourceDb db) => db.Model.GetEntityTypes().Where(entity => !entity.IsOwned());

    private static Task<List<Guid>> ReadAsync(IdentitySourceDb db, IEntityType entity) =>
        (Task<List<Guid>>)ReadMethod.MakeGenericMethod(entity.ClrType).Invoke(null, [db])!;

    private static async Task<List<Guid>> ReadRowsAsync<T>(IdentitySourceDb db)
        where T : class, IPooled => (await db.Set<T>().AsNoTracking().ToListAsync()).ConvertAll(row => row.PoolId);
}
