using IdentitySource.Storage.Keys;
using IdentitySource.TestKit.Postgres;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Storage.Tests.Keys;

public class RecognisingTheMasterKey(TestDeployment deployment) : IClassFixture<TestDeployment>
{
    [Fact]
    public async Task The_key_that_came_first_is_the_databases_own_and_another_one_is_refused()
    {
        await using var db = await deployment.DatabaseAsync();
        await MasterKeyCheck.EnsureAsync(db, deployment.Get<MasterKey>(), deployment.Clock.Now, default);
        var refused = await Assert.ThrowsAsync<MasterKeyException>(() => MasterKeyCheck.EnsureAsync(db, MasterKey.New(), deployment.Clock.Now, default));
        Assert.Contains("not the one that this database was set up with", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_remembered_of_it_does_not_lead_back_to_it()
    {
        await using var db = await deployment.DatabaseAsync();
        var check = await db.Deployment.Select(row => row.MasterKeyCheck).SingleAsync();
        Assert.NotEqual(Convert.FromBase64String(TestDeployment.MasterKey), check);
        Assert.Equal(deployment.Get<MasterKey>().Derive("deployment-check"), check);
    }
}

public class MeetingTheMasterKeyForTheFirstTime : IAsyncLifetime
{
    private readonly TestDeployment deployment = new();

    public Task InitializeAsync() => deployment.InitializeAsync();

    public Task DisposeAsync() => deployment.DisposeAsync();

    [Fact]
    public async Task Of_several_servers_with_different_keys_that_start_at_once_one_wins_and_the_others_are_refused()
    {
        await using (var db = await deployment.DatabaseAsync())
        {
            await db.Deployment.ExecuteDeleteAsync();
        }

        var starts = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            await using var db = await deployment.DatabaseAsync();
            return await Record.ExceptionAsync(() => MasterKeyCheck.EnsureAsync(db, MasterKey.New(), deployment.Clock.Now, default));
        })));

        Assert.Single(starts, failure => failure is null);
        Assert.All(starts.OfType<Exception>(), failure => Assert.IsType<MasterKeyException>(failure));
    }
}
