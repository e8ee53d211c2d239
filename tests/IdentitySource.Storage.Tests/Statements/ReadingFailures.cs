using IdentitySource.Storage.PostgreSql;
using IdentitySource.TestKit;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace IdentitySource.Storage.Tests.Statements;

public class ReadingFailures(PostgresGround ground) : IClassFixture<PostgresGround>
{
    private readonly PostgreSqlFaults faults = new();

    [Theory, Attack("DB-10"), Attack("ST-11")]
    [InlineData("40001", true, true)]
    [InlineData("40P01", true, true)]
    [InlineData("55P03", true, true)]
    [InlineData("08006", true, false)]
    [InlineData("25006", true, false)]
    [InlineData("28P01", true, false)]
    [InlineData("3D000", true, false)]
    [InlineData("53100", true, false)]
    [InlineData("53300", true, false)]
    [InlineData("57014", true, false)]
    [InlineData("57P01", true, false)]
    [InlineData("57P03", true, false)]
    [InlineData("58030", true, false)]
    [InlineData("23505", false, false)]
    [InlineData("23503", false, false)]
    [InlineData("42P01", false, false)]
    [InlineData("22021", false, false)]
    public void An_error_is_an_outage_or_our_fault_and_only_what_was_undone_may_be_repeated(string state, bool outage, bool undone)
    {
        PostgresException error = new("message", "ERROR", "ERROR", state);
        foreach (Exception failure in new Exception[] { error, new DbUpdateException("while saving", error), new InvalidOperationException("outer", new InvalidOperationException("inner", error)) })
        {
            Assert.Equal((outage, undone), (faults.IsOutage(failure), faults.IsUndone(failure)));
        }
    }

    [Fact]
    public void An_error_that_ends_the_connection_is_an_outage_whatever_its_code() =>
        Assert.True(faults.IsOutage(new PostgresException("message", "SCHWERWIEGEND", "FATAL", "42501")));

    [Theory]
    [InlineData("42501", true)]
    [InlineData("42P01", false)]
    [InlineData("28P01", false)]
    public void A_right_that_is_lacking_is_told_from_other_errors_of_the_server(string state, bool forbidden)
    {
        PostgresException error = new("message", "ERROR", "ERROR", state);
        foreach (Exception failure in new Exception[] { error, new DbUpdateException("while saving", error) })
        {
            Assert.Equal((forbidden, true), (faults.IsForbidden(failure), faults.Spoke(failure)));
        }
    }

    [Fact]
    public void Who_gives_no_code_need_not_be_such_a_server() => Assert.False(faults.Spoke(new NpgsqlException("Exception while reading from stream")));

    [Fact]
    public void A_request_that_was_given_up_is_no_failure_of_the_database()
    {
        OperationCanceledException gone = new("gone", new NpgsqlException("inner", new PostgresException("message", "ERROR", "ERROR", "57014")));

        Assert.False(faults.IsOutage(gone));
        Assert.False(faults.IsUndone(gone));
    }

    [Theory, Attack("ST-01"), Attack("LG-04")]
    [InlineData("Host=127.0.0.1;Port=1")]
    [InlineData("Host=/nowhere/at-all")]
    [InlineData("Host=no-such-host.invalid")]
    [InlineData("Database=no_such_database")]
    [InlineData("Username=no_such_account;Password=canary-7731;Host=127.0.0.1;Port=1")]
    public async Task A_server_that_cannot_be_reached_is_an_outage_and_no_password_is_told(string elsewhere)
    {
        await using var source = PostgreSqlStorage.Open($"{ground.ConnectionString};{elsewhere}");
        await using var command = source.CreateCommand("SELECT 1");

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => command.ExecuteScalarAsync());

        Assert.True(faults.IsOutage(failure), failure.ToString());
        Assert.False(faults.IsUndone(failure));
        Assert.DoesNotContain("canary-7731", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact, Attack("DS-13")]
    public async Task A_pool_of_connections_that_are_all_busy_is_an_outage_soon()
    {
        await using var source = PostgreSqlStorage.Open($"{ground.ConnectionString};Maximum Pool Size=1;Timeout=1");
        await using var busy = await source.OpenConnectionAsync();

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => source.OpenConnectionAsync().AsTask()).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.True(faults.IsOutage(failure), failure.ToString());
    }

    [Fact, Attack("ST-11"), Attack("DS-13")]
    public async Task A_statement_that_waits_too_long_for_a_lock_is_an_outage()
    {
        var at = await ground.SeedAsync();
        await using var holder = await ground.Get<NpgsqlDataSource>().OpenConnectionAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await using NpgsqlCommand hold = new($"UPDATE users SET blocked = false WHERE pool_id = '{at.PoolId}'", holder);
        await hold.ExecuteNonQueryAsync();
        await using var source = PostgreSqlStorage.Open($"{ground.ConnectionString};Command Timeout=1");
        await using var waiting = source.CreateCommand($"UPDATE users SET blocked = true WHERE pool_id = '{at.PoolId}'");

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => waiting.ExecuteNonQueryAsync()).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.True(faults.IsOutage(failure), failure.ToString());
        Assert.False(faults.IsUndone(failure));
    }
}
