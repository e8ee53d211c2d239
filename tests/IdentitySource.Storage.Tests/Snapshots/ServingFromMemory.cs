using IdentitySource.Protocol.Ports;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Keys;
using IdentitySource.Storage.Snapshots;
using IdentitySource.TestKit.Postgres;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Storage.Tests.Snapshots;

public class ServingFromMemory(TestDeployment deployment) : IClassFixture<TestDeployment>
{
    private SnapshotStore Snapshots => deployment.Get<SnapshotStore>();

    [Fact]
    public async Task A_server_is_the_same_object_until_something_about_it_changes()
    {
        var (row, another) = (await AddAsync(), await AddAsync());
        // Without a follower a process looks every few seconds, and what it then reads for the first time may have just been loaded.
        await deployment.Get<ChangeFeed>().FollowAsync(default);
        var (first, other) = (await FindAsync(row), await FindAsync(another));
        Assert.Equal((row.Id, row.PoolId), (first!.ServerId, first.Application!.PoolId));
        Assert.Same(first, await FindAsync(row));

        await ChangeAsync(row, application => application.Enabled = false);
        var second = await FindAsync(row);
        Assert.NotSame(first, second);
        Assert.False(second!.Application!.Enabled);
        Assert.Same(other, await Snapshots.FindApplicationServerAsync(other!.Application!.Name, default));
    }

    [Fact]
    public async Task A_change_made_elsewhere_is_here_as_soon_as_the_feed_was_read()
    {
        var row = await AddAsync();
        var elsewhere = await deployment.StartNodeAsync();
        var theirs = elsewhere.GetRequiredService<SnapshotStore>();
        Assert.True((await theirs.FindApplicationServerAsync(row.Address, default))!.Application!.Enabled);

        await ChangeAsync(row, application => application.Enabled = false);
        Assert.True((await theirs.FindApplicationServerAsync(row.Address, default))!.Application!.Enabled);
        await elsewhere.GetRequiredService<ChangeFeed>().FollowAsync(default);
        Assert.False((await theirs.FindApplicationServerAsync(row.Address, default))!.Application!.Enabled);
    }

    [Fact]
    public async Task The_follower_brings_it_within_two_seconds()
    {
        var row = await AddAsync();
        var elsewhere = await deployment.StartNodeAsync();
        var theirs = elsewhere.GetRequiredService<SnapshotStore>();
        using var follower = ActivatorUtilities.CreateInstance<ChangeFollower>(elsewhere, TimeProvider.System);
        await follower.StartAsync(default);
        await theirs.FindApplicationServerAsync(row.Address, default);

        await ChangeAsync(row, application => application.Enabled = false);
        await Eventually.IsTrueAsync(TimeSpan.FromSeconds(10), async () => !(await theirs.FindApplicationServerAsync(row.Address, default))!.Application!.Enabled);
        await follower.StopAsync(default);
    }

    [Fact]
    public async Task What_was_just_made_here_is_found_at_once_although_it_was_asked_for_before()
    {
        var address = deployment.Name("soon");
        Assert.Null(await Snapshots.FindApplicationServerAsync(address, default));
        await AddAsync(address);
        Assert.NotNull(await Snapshots.FindApplicationServerAsync(address, default));
    }

    [Fact]
    public async Task What_was_just_made_elsewhere_is_found_within_a_second()
    {
        var address = deployment.Name("soon");
        var elsewhere = await deployment.StartNodeAsync();
        Assert.Null(await elsewhere.GetRequiredService<SnapshotStore>().FindApplicationServerAsync(address, default));
        await AddAsync(address);
        await Eventually.IsTrueAsync(
            TimeSpan.FromSeconds(5), async () => await elsewhere.GetRequiredService<SnapshotStore>().FindApplicationServerAsync(address, default) is not null);
    }

    [Fact]
    public async Task Many_that_ask_at_once_get_one_object()
    {
        var row = await AddAsync();
        var found = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(async () => await FindAsync(row))));
        Assert.Single(found.Distinct());
    }

    [Fact]
    public async Task A_rotated_key_makes_a_new_object_with_the_new_ring()
    {
        var row = await AddAsync();
        var before = await FindAsync(row);
        await using (var db = await deployment.DatabaseAsync())
        await using (var transaction = await db.Database.BeginTransactionAsync())
        {
            var ring = new RingName(row.PoolId, row.Id, Protocol.Jose.SigningAlgorithm.ES256);
            await deployment.Get<KeyRotation>().RotateAsync(db, ring, immediately: true, null, default);
            deployment.Get<ChangeFeed>().Add(db, row.PoolId, row.Id);
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
            deployment.Get<ChangeFeed>().Note(row.PoolId, row.Id);
        }

        var after = await FindAsync(row);
        Assert.Equal(before!.Keys.Keys.Count + 1, after!.Keys.Keys.Count);
    }

    [Fact]
    public async Task A_suspended_pool_has_no_servers_and_no_applications_until_it_is_back()
    {
        var pool = new UserPool { Id = Guid.CreateVersion7(), Slug = deployment.Name("pool"), Name = "Pool" };
        ApplicationRow row = Rows.Application(pool.Id, deployment.Name("app"));
        await using (var db = await deployment.DatabaseAsync(pool.Id))
        {
            db.UserPools.Add(pool);
            db.Applications.Add(row);
            await db.SaveChangesAsync();
        }

        var registry = deployment.Get<IApplicationRegistry>();
        Assert.NotNull(await Snapshots.FindPoolServerAsync(pool.Slug, default));
        Assert.NotNull(await FindAsync(row));
        Assert.NotNull(await registry.FindAsync(pool.Id, row.Id.ToString("N"), default));

        await SuspendAsync(pool.Id, deployment.Clock.Now);
        Assert.Null(await Snapshots.FindPoolServerAsync(pool.Slug, default));
        Assert.Null(await FindAsync(row));
        Assert.Null(await registry.FindAsync(pool.Id, row.Id.ToString("N"), default));

        await SuspendAsync(pool.Id, null);
        Assert.NotNull(await FindAsync(row));
    }

    [Fact]
    public async Task An_origin_is_allowed_where_an_enabled_application_of_the_pool_has_it()
    {
        var row = await AddAsync(shape: application =>
        {
            application.RedirectUris = ["https://spa.test:8443/cb?x=1", "com.example.app:/cb"];
            application.AllowedOrigins = ["https://extra.test"];
        });
        var operators = await deployment.PoolAsync(UserPool.OperatorsSlug);
        Assert.True(await Snapshots.PoolAllowsOriginAsync(deployment.PoolId, "https://spa.test:8443", default));
        Assert.True(await Snapshots.PoolAllowsOriginAsync(deployment.PoolId, "https://extra.test", default));
        Assert.False(await Snapshots.PoolAllowsOriginAsync(deployment.PoolId, "https://spa.test", default));
        Assert.False(await Snapshots.PoolAllowsOriginAsync(deployment.PoolId, "null", default));
        Assert.False(await Snapshots.PoolAllowsOriginAsync(operators, "https://extra.test", default));

        await ChangeAsync(row, application => application.Enabled = false);
        Assert.False(await Snapshots.PoolAllowsOriginAsync(deployment.PoolId, "https://extra.test", default));
    }

    [Fact]
    public async Task The_registry_knows_a_client_by_exactly_its_id_and_in_its_own_pool_only()
    {
        var row = await AddAsync();
        var registry = deployment.Get<IApplicationRegistry>();
        var id = row.Id.ToString("N");
        var found = await registry.FindAsync(row.PoolId, id, default);
        Assert.Equal(id, found!.ClientId);
        Assert.Same(found, await registry.FindAsync(row.PoolId, id, default));
        Assert.Null(await registry.FindAsync(await deployment.PoolAsync(UserPool.OperatorsSlug), id, default));
        foreach (var other in new[] { id.ToUpperInvariant(), row.Id.ToString("D"), id + " ", "", "unknown", Guid.NewGuid().ToString("N") })
        {
            Assert.Null(await registry.FindAsync(row.PoolId, other, default));
        }
    }

    private ValueTask<ServerSnapshot?> FindAsync(ApplicationRow row) => Snapshots.FindApplicationServerAsync(row.Address, default);

    private async Task<ApplicationRow> AddAsync(string? address = null, Action<ApplicationRow>? shape = null)
    {
        await using var db = await deployment.DatabaseAsync();
        var row = Rows.Application(deployment.PoolId, address ?? deployment.Name("app"));
        shape?.Invoke(row);
        db.Applications.Add(row);
        deployment.Get<SigningKeyStore>().AddSet(db, row.PoolId, row.Id);
        deployment.Get<ChangeFeed>().Add(db, row.PoolId, row.Id);
        await db.SaveChangesAsync();
        deployment.Get<ChangeFeed>().Note(row.PoolId, row.Id);
        return row;
    }

    private async Task ChangeAsync(ApplicationRow row, Action<ApplicationRow> change)
    {
        await using var db = await deployment.DatabaseAsync();
        change(await db.Applications.SingleAsync(each => each.Id == row.Id));
        deployment.Get<ChangeFeed>().Add(db, row.PoolId, row.Id);
        await db.SaveChangesAsync();
        deployment.Get<ChangeFeed>().Note(row.PoolId, row.Id);
    }

    private async Task SuspendAsync(Guid poolId, DateTimeOffset? at)
    {
        await using var db = await deployment.DatabaseAsync();
        (await db.UserPools.SingleAsync(pool => pool.Id == poolId)).SuspendedAt = at;
        deployment.Get<ChangeFeed>().Add(db, poolId, null);
        await db.SaveChangesAsync();
        deployment.Get<ChangeFeed>().Note(poolId, null);
    }
}
