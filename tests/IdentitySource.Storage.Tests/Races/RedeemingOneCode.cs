using IdentitySource.Protocol.Ports;
using IdentitySource.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace IdentitySource.Storage.Tests.Races;

public class RedeemingOneCode(PostgresGround ground) : IClassFixture<PostgresGround>
{
    [Theory, Attack("AC-02"), Attack("AC-14"), Attack("DB-02"), Spec("RFC 6749 §4.1.2")]
    [InlineData(2, 20)]
    [InlineData(10, 10)]
    [InlineData(50, 4)]
    public async Task Of_many_at_several_servers_exactly_one_wins_and_the_others_learn_whose_it_was(int contenders, int codes)
    {
        IGrantStore[] servers = [ground.Grants, .. Enumerable.Range(0, 2).Select(_ => ground.AddServer().GetRequiredService<IGrantStore>())];
        for (var code = 0; code < codes; code++)
        {
            var granted = await Granted.IssueAsync(ground);

            var taken = await Contenders.RaceAsync(contenders, number => granted.TakeAsync(servers[number % servers.Length]));

            Assert.Single(taken.OfType<TakenCode.First>());
            Assert.Equal(contenders - 1, taken.OfType<TakenCode.Again>().Count(again => again.AuthorizationId == granted.Authorization.Id));
            Assert.Equal(1, await ground.CountAsync("refresh_tokens", granted.At.PoolId));
        }
    }

    [Fact, Attack("AC-03")]
    public async Task Who_has_to_wait_for_the_winner_takes_nothing()
    {
        var granted = await Granted.IssueAsync(ground);
        await using var first = await ground.Get<NpgsqlDataSource>().OpenConnectionAsync();
        await using var transaction = await first.BeginTransactionAsync();
        await using NpgsqlCommand take = new($"UPDATE authorizations SET code_taken_at = now() WHERE id = '{granted.Authorization.Id}'", first);
        await take.ExecuteNonQueryAsync();

        var second = granted.TakeAsync(ground.Grants);
        await ground.WaitForALockAsync();
        await transaction.CommitAsync();

        Assert.IsType<TakenCode.Again>(await second);
        Assert.Equal(0, await ground.CountAsync("refresh_tokens", granted.At.PoolId));
    }

    [Fact, Attack("AC-02")]
    public async Task When_the_winner_fails_the_next_one_takes_the_code()
    {
        var granted = await Granted.IssueAsync(ground);
        await using var first = await ground.Get<NpgsqlDataSource>().OpenConnectionAsync();
        await using var transaction = await first.BeginTransactionAsync();
        await using NpgsqlCommand take = new($"UPDATE authorizations SET code_taken_at = now() WHERE id = '{granted.Authorization.Id}'", first);
        await take.ExecuteNonQueryAsync();

        var second = granted.TakeAsync(ground.Grants);
        await ground.WaitForALockAsync();
        await transaction.RollbackAsync();

        Assert.IsType<TakenCode.First>(await second);
    }

    [Fact, Attack("DB-05")]
    public async Task Who_waited_for_a_revocation_sees_it()
    {
        var granted = await Granted.IssueAsync(ground);
        await using var revoker = await ground.Get<NpgsqlDataSource>().OpenConnectionAsync();
        await using var transaction = await revoker.BeginTransactionAsync();
        await using NpgsqlCommand revoke = new($"UPDATE authorizations SET revoked_at = now() WHERE id = '{granted.Authorization.Id}'", revoker);
        await revoke.ExecuteNonQueryAsync();

        var taken = granted.TakeAsync(ground.Grants);
        await ground.WaitForALockAsync();
        await transaction.CommitAsync();

        Assert.Equal("revoked", Assert.IsType<TakenCode.First>(await taken).Grant.Dead());
    }
}
