using System.Data.Common;
using IdentitySource.Protocol.Ports;
using IdentitySource.Protocol.Tokens;
using IdentitySource.Storage.Ports;
using IdentitySource.Storage.Stores;
using IdentitySource.TestKit;
using Npgsql;
using Xunit;

namespace IdentitySource.Storage.Tests.Statements;

/// <summary>The database is made to fail just after the statement has taken what is good once and before it ends.</summary>
public sealed class RepeatingWhatWasUndone : IAsyncLifetime
{
    private readonly PostgresGround ground = new();

    public Task InitializeAsync() => ground.InitializeAsync();

    public Task DisposeAsync() => ground.DisposeAsync();

    [Theory, Attack("DB-10")]
    [InlineData("40001")]
    [InlineData("40P01")]
    [InlineData("55P03")]
    public async Task A_code_whose_taking_was_undone_three_times_is_taken_once(string state)
    {
        var granted = await Granted.IssueAsync(ground);
        await StumbleAsync(state, times: 3);

        Assert.IsType<TakenCode.First>(await granted.TakeAsync(ground.Grants));

        Assert.Equal(4, await TriesAsync());
        Assert.Equal(1, await ground.CountAsync("refresh_tokens", granted.At.PoolId));
        Assert.IsType<TakenCode.Again>(await granted.TakeAsync(ground.Grants));
    }

    [Theory, Attack("DB-10"), Attack("RF-02")]
    [InlineData("40001")]
    [InlineData("40P01")]
    [InlineData("55P03")]
    public async Task A_refresh_token_whose_use_was_undone_has_one_successor(string state)
    {
        var granted = await Granted.RedeemAsync(ground);
        await StumbleAsync(state, times: 2);
        var successor = TokenHandle.New();

        var used = await ground.Grants.UseRefreshTokenAsync(granted.Use(granted.Refresh, successor, granted.At.Now), default);

        Assert.Equal((granted.At.Now, null), (used!.SpentAt, used.SuccessorUsedAt));
        Assert.Equal(3, await TriesAsync());
        Assert.Equal(2, await ground.CountAsync("refresh_tokens", granted.At.PoolId));
        Assert.Null((await granted.FindAsync(ground.Grants, successor))!.SpentAt);
    }

    [Theory, Attack("DB-10")]
    [InlineData("40001")]
    [InlineData("40P01")]
    [InlineData("55P03")]
    public async Task After_three_repeats_it_is_an_outage_and_the_code_is_as_good_as_before(string state)
    {
        var granted = await Granted.IssueAsync(ground);
        await StumbleAsync(state, times: 4);

        var failure = await Assert.ThrowsAnyAsync<DbException>(() => granted.TakeAsync(ground.Grants));

        Assert.True(ground.Get<IDatabaseFaults>().IsOutage(failure));
        Assert.Equal(4, await TriesAsync());
        Assert.Equal(0, await ground.CountAsync("refresh_tokens", granted.At.PoolId));
        Assert.IsType<TakenCode.First>(await granted.TakeAsync(ground.Grants));
    }

    [Theory, Attack("DB-10"), Attack("ST-10"), Attack("ST-11")]
    [InlineData("25006", true)]
    [InlineData("53100", true)]
    [InlineData("53300", true)]
    [InlineData("57014", true)]
    [InlineData("57P01", true)]
    [InlineData("23514", false)]
    [InlineData("22P02", false)]
    public async Task Any_other_failure_is_told_at_once_and_nothing_is_half_done(string state, bool outage)
    {
        var granted = await Granted.IssueAsync(ground);
        await StumbleAsync(state, times: 1);

        var failure = await Assert.ThrowsAnyAsync<DbException>(() => granted.TakeAsync(ground.Grants));

        Assert.Equal(outage, ground.Get<IDatabaseFaults>().IsOutage(failure));
        Assert.Equal(1, await TriesAsync());
        Assert.Equal(0, await ground.CountAsync("refresh_tokens", granted.At.PoolId));
        Assert.IsType<TakenCode.First>(await granted.TakeAsync(ground.Grants));
    }

    [Fact, Attack("DB-10"), Attack("ST-13")]
    public async Task A_connection_that_breaks_in_the_middle_is_not_tried_again()
    {
        var granted = await Granted.IssueAsync(ground);
        await StumbleAsync("40001", times: 1, "PERFORM pg_terminate_backend(pg_backend_pid());");

        var failure = await Assert.ThrowsAnyAsync<DbException>(() => granted.TakeAsync(ground.Grants));

        Assert.True(ground.Get<IDatabaseFaults>().IsOutage(failure));
        Assert.Equal(1, await TriesAsync());
        Assert.IsType<TakenCode.First>(await granted.TakeAsync(ground.Grants));
    }

    [Fact, Attack("DB-10"), Attack("ST-09")]
    public async Task What_was_done_but_whose_answer_got_lost_is_not_done_again()
    {
        var at = await ground.SeedAsync();
        var database = ground.Get<Database>();
        await using var command = database.Command(
            $"INSERT INTO changes (pool_id, at) VALUES ('{at.PoolId}', now()) RETURNING id");

        await Assert.ThrowsAsync<NpgsqlException>(() => database.FindAsync<long>(command, _ => throw new NpgsqlException("The connection broke."), default));

        Assert.Equal(1, await ground.CountAsync("changes", at.PoolId));
    }

    /// <summary>The first so many new refresh tokens are refused after they were written. A sequence counts, because nothing undoes it.</summary>
    private Task<int> StumbleAsync(string state, int times, string instead = "") => ground.DoAsync($"""
        CREATE SEQUENCE tries;
        CREATE FUNCTION stumble() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF nextval('tries') <= {times} THEN
                {instead}
                RAISE EXCEPTION 'stumbled' USING ERRCODE = '{state}';
            END IF;
            RETURN NULL;
        END $$;
        CREATE TRIGGER stumble AFTER INSERT ON refresh_tokens FOR EACH ROW EXECUTE FUNCTION stumble();
        """);

    private Task<long> TriesAsync() => ground.AskAsync<long>("SELECT last_value FROM tries");
}
