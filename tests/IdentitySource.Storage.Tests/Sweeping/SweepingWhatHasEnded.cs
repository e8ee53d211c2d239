using IdentitySource.Protocol.Ports;
using IdentitySource.TestKit;
using Npgsql;
using Xunit;

namespace IdentitySource.Storage.Tests.Sweeping;

public class SweepingWhatHasEnded(PostgresGround ground) : IClassFixture<PostgresGround>
{
    public static TheoryData<string> Tables { get; } = [.. Ending.Kept.Keys];

    [Theory, MemberData(nameof(Tables)), Attack("DB-12")]
    public async Task A_row_goes_when_it_has_been_over_for_long_enough_and_not_a_moment_before(string table)
    {
        var granted = await Granted.IssueAsync(ground);
        var limit = ground.Clock.Now - Ending.Kept[table];
        var before = await ground.CountAsync(table, granted.At.PoolId);
        await Ending.AddAsync(ground, granted, table, limit - TimeSpan.FromSeconds(1));
        await Ending.AddAsync(ground, granted, table, limit);

        await ground.Background<Sweeper>().SweepAsync(default);

        Assert.Equal(before + 1, await ground.CountAsync(table, granted.At.PoolId));
    }

    [Fact, Attack("DB-12"), Attack("RF-12"), Spec("RFC 9700 §4.14.2")]
    public async Task The_return_of_a_spent_refresh_token_is_noticed_for_as_long_as_it_would_have_been_good()
    {
        var granted = await Granted.RedeemAsync(ground);
        var end = granted.At.Now + Granted.Lifetime;
        await ground.Grants.UseRefreshTokenAsync(granted.Use(granted.Refresh, Protocol.Tokens.TokenHandle.New(), granted.At.Now), default);

        await MoveToAsync(end);
        Assert.NotNull((await granted.FindAsync(ground.Grants, granted.Refresh))!.SpentAt);
        await MoveToAsync(end.AddDays(1).AddSeconds(1));
        Assert.Null(await granted.FindAsync(ground.Grants, granted.Refresh));
    }

    [Fact, Attack("DB-12"), Attack("AC-01"), Spec("RFC 6749 §4.1.2")]
    public async Task A_replayed_code_is_known_for_as_long_as_what_it_bought_and_a_day()
    {
        var granted = await Granted.IssueAsync(ground, offline: false);
        await granted.TakeAsync(ground.Grants);
        var end = granted.Authorization.ExpiresAt.AddDays(1);

        await MoveToAsync(end);
        Assert.IsType<TakenCode.Again>(await granted.TakeAsync(ground.Grants));
        await MoveToAsync(end.AddSeconds(1));
        Assert.IsType<TakenCode.Unknown>(await granted.TakeAsync(ground.Grants));
    }

    [Fact, Attack("DB-12")]
    public async Task A_grant_with_a_living_refresh_token_stays_although_its_own_end_has_passed()
    {
        var granted = await Granted.RedeemAsync(ground);
        await ground.DoAsync($"UPDATE authorizations SET expires_at = '{ground.Clock.Now:O}'::timestamptz - interval '1 hour' WHERE id = '{granted.Authorization.Id}'");

        await ground.Background<Sweeper>().SweepAsync(default);
        Assert.Null((await granted.GetAsync(ground.Grants)).Dead());

        await MoveToAsync(granted.At.Now + Granted.Lifetime + TimeSpan.FromSeconds(1));
        Assert.Equal(0, await ground.CountAsync("authorizations", granted.At.PoolId));
        Assert.Equal(0, await ground.CountAsync("refresh_tokens", granted.At.PoolId));
    }

    [Fact, Attack("DB-12")]
    public async Task A_row_that_is_being_prolonged_is_neither_waited_for_nor_swept()
    {
        var granted = await Granted.IssueAsync(ground);
        await Ending.AddAsync(ground, granted, "attempts", ground.Clock.Now.AddHours(-1));
        await using var connection = await ground.Get<NpgsqlDataSource>().OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using NpgsqlCommand prolong = new($"UPDATE attempts SET expires_at = expires_at + interval '1 day' WHERE pool_id = '{granted.At.PoolId}'", connection);
        await prolong.ExecuteNonQueryAsync();

        await ground.Background<Sweeper>().SweepAsync(default).WaitAsync(TimeSpan.FromSeconds(20));
        await transaction.CommitAsync();
        await ground.Background<Sweeper>().SweepAsync(default);

        Assert.Equal(1, await ground.CountAsync("attempts", granted.At.PoolId));
    }

    private async Task MoveToAsync(DateTimeOffset moment)
    {
        ground.Clock.Advance(moment - ground.Clock.Now);
        await ground.Background<Sweeper>().SweepAsync(default);
    }
}
