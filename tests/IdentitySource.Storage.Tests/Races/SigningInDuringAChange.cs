using IdentitySource.Storage.Stores;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Contracts;
using Npgsql;
using Xunit;

namespace IdentitySource.Storage.Tests.Races;

/// <summary>The old password was right when it was looked at; by the time the session would begin, it no longer is.</summary>
public class SigningInDuringAChange(PostgresGround ground) : IClassFixture<PostgresGround>
{
    public static TheoryData<string> Changes => ["security_stamp = 'another'", "blocked = true", "status = 'Suspended'"];

    [Theory, Attack("SF-12"), Attack("SF-13")]
    [MemberData(nameof(Changes))]
    public async Task Who_waited_for_the_change_gets_no_session(string change)
    {
        var at = await ground.SeedAsync();
        await using var operations = await ground.Get<NpgsqlDataSource>().OpenConnectionAsync();
        await using var transaction = await operations.BeginTransactionAsync();
        await using NpgsqlCommand alter = new($"UPDATE users SET {change} WHERE id = '{at.Subject.Id}'", operations);
        await alter.ExecuteNonQueryAsync();

        var started = ground.Sessions.StartAsync(New(at), default);
        await ground.WaitForALockAsync();
        var renewed = ground.Sessions.RenewAsync(at.Session, new NewSession(Person(at), "pwd", "192.0.2.1", "test", at.Now), default);
        await transaction.CommitAsync();

        Assert.Null(await started);
        Assert.Null(await renewed);
        Assert.Equal(1, await ground.CountAsync("sessions", at.PoolId));
    }

    [Fact, Attack("SF-12")]
    public async Task Who_waited_for_a_change_that_failed_is_signed_in()
    {
        var at = await ground.SeedAsync();
        await using var operations = await ground.Get<NpgsqlDataSource>().OpenConnectionAsync();
        await using var transaction = await operations.BeginTransactionAsync();
        await using NpgsqlCommand alter = new($"UPDATE users SET security_stamp = 'another' WHERE id = '{at.Subject.Id}'", operations);
        await alter.ExecuteNonQueryAsync();

        var started = ground.Sessions.StartAsync(New(at), default);
        await ground.WaitForALockAsync();
        await transaction.RollbackAsync();

        Assert.NotNull(await started);
        Assert.NotNull(await ground.Sessions.RenewAsync(at.Session, new NewSession(Person(at), "pwd", "192.0.2.1", "test", at.Now), default));
    }

    private static ProvenPerson Person(Seeded at) => new(at.PoolId, at.Subject.Id, "stamp");

    private static NewSession New(Seeded at) => new(Person(at), "pwd", null, null, at.Now);
}
