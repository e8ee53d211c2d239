using IdentitySource.Protocol.Tokens;
using IdentitySource.Storage.Tests.Races;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Storage.Tests.Sweeping;

public class SweepingALot(PostgresGround ground) : IClassFixture<PostgresGround>
{
    private const int Backlog = 1_701;

    [Fact, Attack("DB-12")]
    public async Task A_backlog_goes_in_small_batches()
    {
        var granted = await Granted.IssueAsync(ground);
        await ground.DoAsync("""
            CREATE TABLE batches (rows bigint);
            CREATE FUNCTION note_batch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO batches SELECT count(*) FROM gone; RETURN NULL; END $$;
            CREATE TRIGGER note_batch AFTER DELETE ON attempts REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION note_batch();
            """);
        await Ending.AddAsync(ground, granted, "attempts", ground.Clock.Now.AddDays(-1), Backlog);

        await ground.Background<Sweeper>().SweepAsync(default);

        Assert.Equal(Backlog, await ground.AskAsync<decimal>("SELECT sum(rows) FROM batches"));
        Assert.InRange(await ground.AskAsync<long>("SELECT max(rows) FROM batches"), 1, 500);
        Assert.Equal(0, await ground.CountAsync("attempts", granted.At.PoolId));
    }

    [Theory, MemberData(nameof(SweepingWhatHasEnded.Tables), MemberType = typeof(SweepingWhatHasEnded)), Attack("DB-12")]
    public async Task Three_servers_at_once_sweep_each_row_once_and_nothing_that_is_alive(string table)
    {
        var granted = await Granted.RedeemAsync(ground);
        Sweeper[] sweepers = [ground.Background<Sweeper>(), ground.Background<Sweeper>(ground.AddServer()), ground.Background<Sweeper>(ground.AddServer())];
        await Task.WhenAll(sweepers.Select(each => each.SweepAsync(default)));
        var alive = await ground.CountAsync(table, granted.At.PoolId);
        await Ending.AddAsync(ground, granted, table, ground.Clock.Now.AddDays(-60), Backlog);

        var swept = await Contenders.RaceAsync(sweepers.Length, number => sweepers[number].SweepAsync(default));

        Assert.Equal(Backlog, swept.Sum());
        Assert.Equal(alive, await ground.CountAsync(table, granted.At.PoolId));
    }

    [Fact, Attack("DB-12")]
    public async Task Refreshing_goes_on_undisturbed_while_everything_around_is_swept()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Granted.RedeemAsync(ground)));
        await ground.DoAsync($"UPDATE authorizations SET expires_at = '{ground.Clock.Now:O}'::timestamptz - interval '1 hour'");
        using CancellationTokenSource done = new();
        var sweeping = SweepUntilAsync(done.Token);

        await Task.WhenAll(all.Select(RotateAsync));
        await done.CancelAsync();

        await sweeping;
        Assert.All(all, granted => Assert.Null(granted.GetAsync(ground.Grants).Result.Dead()));
    }

    private async Task SweepUntilAsync(CancellationToken done)
    {
        var sweeper = ground.Background<Sweeper>();
        while (!done.IsCancellationRequested)
        {
            await sweeper.SweepAsync(default);
        }
    }

    private async Task RotateAsync(Granted granted)
    {
        var token = granted.Refresh;
        for (var rotation = 0; rotation < 20; rotation++)
        {
            var successor = TokenHandle.New();
            var used = await ground.Grants.UseRefreshTokenAsync(granted.Use(token, successor, granted.At.Now), default);
            Assert.Equal(granted.At.Now, used!.SpentAt);
            token = successor;
        }
    }
}
