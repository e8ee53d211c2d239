using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Events;
using IdentitySource.Storage.Ports;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace IdentitySource.Storage.Tests.Events;

public sealed class WritingEvents(PostgresGround ground) : IClassFixture<PostgresGround>, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly EventJournal journal = new();
    private readonly CapturedLog log = new();
    private readonly List<EventWriter> writers = [];

    public void Dispose() => writers.ForEach(each => each.Dispose());

    [Theory]
    [InlineData(1)]
    [InlineData(1_234)]
    public async Task A_graceful_stop_right_after_the_last_event_loses_nothing(int count)
    {
        var pool = (await ground.SeedAsync()).PoolId;
        var writer = Writer(TimeProvider.System);
        await writer.StartAsync(default);
        Write(pool, count);

        await writer.StopAsync(default);

        Assert.Equal(count, await ground.CountAsync("events", pool));
        Assert.Equal(0, journal.Lost);
    }

    [Fact]
    public async Task What_happens_after_the_stop_is_refused_and_counted()
    {
        var pool = (await ground.SeedAsync()).PoolId;
        var writer = Writer(TimeProvider.System);
        await writer.StartAsync(default);
        await writer.StopAsync(default);

        Assert.False(journal.Write(Event(pool)));
        Assert.Equal(1, journal.Lost);
    }

    [Fact, Attack("ST-13")]
    public async Task Events_of_an_outage_are_there_after_it()
    {
        var pool = (await ground.SeedAsync()).PoolId;
        var writer = Writer(TimeProvider.System);
        await writer.StartAsync(default);
        await ground.AllowConnectionsAsync(false);
        Write(pool, 700);
        await Eventually.IsTrueAsync(Patience, () => Task.FromResult(Logged("The database is away")));
        Write(pool, 3);
        await ground.AllowConnectionsAsync(true);

        await Eventually.IsTrueAsync(Patience, async () => await ground.CountAsync("events", pool) == 703);
        await writer.StopAsync(default);
        Assert.False(Logged("one by one"));
    }

    [Fact]
    public async Task An_event_that_cannot_be_written_takes_no_other_along()
    {
        var pool = (await ground.SeedAsync()).PoolId;
        var writer = Writer(TimeProvider.System);
        Write(pool, 20);
        Write(Guid.CreateVersion7(), 1);
        Write(pool, 20);

        await writer.StartAsync(default);
        await writer.StopAsync(default);

        Assert.Equal(40, await ground.CountAsync("events", pool));
        Assert.Single(log.Lines, line => line.Contains("cannot be written", StringComparison.Ordinal));
    }

    [Fact, Attack("ST-09")]
    public async Task A_batch_whose_answer_got_lost_is_not_there_twice()
    {
        var pool = (await ground.SeedAsync()).PoolId;
        BrokenRows rows = new(ground.Get<IBulkRows>(), () => new NpgsqlException("The connection broke."), times: 1, afterwards: true);
        var writer = Writer(new HurriedClock(), rows);
        Write(pool, 30);

        await writer.StartAsync(default);
        await Eventually.IsTrueAsync(Patience, () => Task.FromResult(rows.Calls == 32));
        await writer.StopAsync(default);

        // The batch, the batch once more, and each by itself.
        Assert.Equal(30, await ground.CountAsync("events", pool));
        Assert.True(Logged("one by one"));
        Assert.False(Logged("cannot be written"));
    }

    [Fact]
    public async Task A_stop_during_an_outage_ends_in_time_and_says_how_much_is_lost()
    {
        BrokenRows rows = new(ground.Get<IBulkRows>(), () => new NpgsqlException("Nobody is there."));
        var writer = Writer(new HurriedClock(), rows);
        Write(Guid.CreateVersion7(), 600);
        await writer.StartAsync(default);

        await writer.StopAsync(default).WaitAsync(Patience);

        Assert.Contains(log.Lines, line => line.Contains("600 events could not be written", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_full_journal_keeps_no_request_waiting_and_counts_what_it_lets_go()
    {
        var pool = (await ground.SeedAsync()).PoolId;
        Write(pool, 20_000);

        Assert.False(journal.Write(Event(pool)));
        Assert.False(journal.Write(Event(pool)));

        var writer = Writer(TimeProvider.System);
        await writer.StartAsync(default);
        await writer.StopAsync(default);
        Assert.Equal(20_000, await ground.CountAsync("events", pool));
        Assert.Equal(2, journal.Lost);
        Assert.Contains(log.Lines, line => line.Contains("2 events were let go", StringComparison.Ordinal));
    }

    [Theory, Attack("LG-01")]
    [InlineData("a\0b")]
    [InlineData("half of a pair \ud83d")]
    [InlineData("\udc00 the other half")]
    public async Task What_a_stranger_sends_never_keeps_its_own_event_from_being_written(string text)
    {
        var pool = (await ground.SeedAsync()).PoolId;
        var (row, writer) = (Event(pool), Writer(TimeProvider.System));
        row.UserAgent = row.RemoteAddress = row.Reason = row.Kind = row.Reference = row.Detail = text + new string('x', 400);
        Assert.True(journal.Write(row));

        await writer.StartAsync(default);
        await writer.StopAsync(default);

        Assert.Equal(1, await ground.CountAsync("events", pool));
        Assert.False(Logged("one by one"));
    }

    private EventWriter Writer(TimeProvider clock, IBulkRows? rows = null)
    {
        EventWriter writer = new(journal, rows ?? ground.Get<IBulkRows>(), ground.Get<IDatabaseFaults>(), clock, new LoggerFactory([log]).CreateLogger<EventWriter>());
        writers.Add(writer);
        return writer;
    }

    private bool Logged(string text) => log.Lines.Any(line => line.Contains(text, StringComparison.Ordinal));

    private void Write(Guid pool, int count)
    {
        for (var number = 0; number < count; number++)
        {
            Assert.True(journal.Write(Event(pool)));
        }
    }

    private EventRow Event(Guid pool) => new()
    {
        PoolId = pool,
        Id = Guid.CreateVersion7(),
        At = ground.Clock.Now,
        Kind = "sign_in",
        Reference = "r",
    };
}
