using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using IdentitySource.Storage.SqlServer;
using IdentitySource.TestKit;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Storage.Tests.Statements;

public class ReadingSqlServerFailures
{
    private readonly SqlServerFaults faults = new();

    [Theory, Attack("DB-10"), Attack("ST-11")]
    [InlineData(1205, 13, true, true)]
    [InlineData(1222, 16, true, true)]
    [InlineData(3960, 16, true, true)]
    [InlineData(-2, 11, true, false)]
    [InlineData(0, 11, true, false)]
    [InlineData(4060, 11, true, false)]
    [InlineData(18456, 14, true, false)]
    [InlineData(233, 20, true, false)]
    [InlineData(10054, 20, true, false)]
    [InlineData(40613, 20, true, false)]
    [InlineData(49918, 16, true, false)]
    [InlineData(701, 17, true, false)]
    [InlineData(1204, 19, true, false)]
    [InlineData(1105, 17, true, false)]
    [InlineData(9002, 17, true, false)]
    [InlineData(3906, 16, true, false)]
    [InlineData(51000, 16, true, false)]
    [InlineData(2601, 14, false, false)]
    [InlineData(2627, 14, false, false)]
    [InlineData(547, 16, false, false)]
    [InlineData(208, 16, false, false)]
    [InlineData(8152, 16, false, false)]
    [InlineData(137, 15, false, false)]
    public void An_error_is_an_outage_or_our_fault_and_only_what_was_undone_may_be_repeated(int number, byte severity, bool outage, bool undone)
    {
        var error = SqlServerErrors.Of(number, severity);
        foreach (var failure in new[] { error, new DbUpdateException("while saving", error), new InvalidOperationException("outer", new InvalidOperationException("inner", error)) })
        {
            Assert.Equal((outage, undone), (faults.IsOutage(failure), faults.IsUndone(failure)));
        }
    }

    [Theory]
    [InlineData(229, 14, true, true)]
    [InlineData(262, 14, true, true)]
    [InlineData(297, 16, true, true)]
    [InlineData(300, 14, true, true)]
    [InlineData(916, 14, true, true)]
    [InlineData(5011, 14, true, true)]
    [InlineData(15151, 16, true, true)]
    [InlineData(208, 16, false, true)]
    [InlineData(4060, 11, false, true)]
    [InlineData(18456, 14, false, true)]
    [InlineData(40613, 20, false, true)]
    [InlineData(-2, 11, false, false)]
    [InlineData(0, 20, false, false)]
    [InlineData(233, 20, false, false)]
    [InlineData(10054, 20, false, false)]
    [InlineData(10061, 20, false, false)]
    public void A_right_that_is_lacking_and_the_servers_own_word_are_told_by_number_and_severity(int number, byte severity, bool forbidden, bool spoke)
    {
        var error = SqlServerErrors.Of(number, severity);
        foreach (var failure in new[] { error, new DbUpdateException("while saving", error) })
        {
            Assert.Equal((forbidden, spoke), (faults.IsForbidden(failure), faults.Spoke(failure)));
        }
    }

    [Fact]
    public void A_request_that_was_given_up_is_no_failure_of_the_database()
    {
        OperationCanceledException gone = new("gone", SqlServerErrors.Of(1205, 13));

        Assert.False(faults.IsOutage(gone));
        Assert.False(faults.IsUndone(gone));
    }

    [Fact]
    public void A_mistake_of_ours_is_none_either() => Assert.False(faults.IsOutage(new InvalidOperationException("There is already an open DataReader.")));

    [Fact, Attack("ST-01"), Attack("LG-04")]
    public async Task A_server_that_is_not_there_is_an_outage_at_once_and_no_password_is_told()
    {
        var failure = await FailAsync(1);

        Assert.True(faults.IsOutage(failure), failure.ToString());
        Assert.False(faults.IsUndone(failure));
        Assert.DoesNotContain("canary-7731", failure.ToString(), StringComparison.Ordinal);
    }

    /// <summary>An open port that speaks of something else, or of nothing.</summary>
    [Theory, Attack("ST-01")]
    [InlineData("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("E\0\0\0\u0085SFATAL\0VFATAL\0C0A000\0Munsupported frontend protocol\0\0")]
    [InlineData("")]
    public async Task What_is_no_such_server_is_an_outage_within_bounds(string answer)
    {
        using TcpListener stranger = new(IPAddress.Loopback, 0);
        stranger.Start();
        _ = AnswerAsync(stranger, Encoding.Latin1.GetBytes(answer));
        var watch = Stopwatch.StartNew();

        var failure = await FailAsync(((IPEndPoint)stranger.LocalEndpoint).Port);

        Assert.True(faults.IsOutage(failure), failure.ToString());
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    /// <summary>Only a server can keep connections busy for longer than a caller waits; what the driver says then is in the driver.</summary>
    [Fact, Attack("DS-13")]
    public void A_pool_of_connections_that_are_all_busy_is_an_outage() => Assert.True(faults.IsOutage(SqlServerErrors.BusyPool()));

    private static async Task<Exception> FailAsync(int port)
    {
        await using var source = SqlServerStorage.Open($"Server=tcp:127.0.0.1,{port};Database=identitysource;User ID=sa;Password=canary-7731;");
        return await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using var command = source.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync().WaitAsync(TimeSpan.FromSeconds(30));
        });
    }

    private static async Task AnswerAsync(TcpListener listener, byte[] answer)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync();
                await client.GetStream().WriteAsync(answer);
                if (answer.Length > 0)
                {
                    client.Close();
                }
            }
        }
        catch (Exception over) when (over is SocketException or IOException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
