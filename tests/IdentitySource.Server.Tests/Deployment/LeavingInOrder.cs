using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using IdentitySource.TestKit.Postgres;
using Xunit;

namespace IdentitySource.Server.Tests.Deployment;

/// <summary>A real process is asked to stop while people use it.</summary>
public sealed class LeavingInOrder : IAsyncLifetime
{
    private const string Body = "token=nobody";

    private readonly int port = ServerProcess.FreePort();
    private readonly Dictionary<string, string> environment = [];

    private Uri Origin => new($"http://127.0.0.1:{port}");

    public async Task InitializeAsync()
    {
        environment["ConnectionStrings__Default"] = await HostedServer.CloneAsync();
        environment["IdentitySource__MasterKey"] = HostedServer.MasterKey;
        environment["IdentitySource__PublicOrigin"] = Origin.OriginalString;
    }

    public Task DisposeAsync() => TestCluster.DropDatabaseAsync(environment["ConnectionStrings__Default"]);

    [Fact, Attack("R-20")]
    public async Task First_it_is_not_ready_then_it_answers_what_has_begun_and_then_it_ends()
    {
        environment["IdentitySource__Shutdown__Grace"] = "00:00:03";
        await using var server = ServerProcess.Start(environment);
        await server.BeReadyAsync(Origin);
        using HttpClient client = new() { BaseAddress = Origin };
        using var slow = await BeginAsync();

        server.AskToStop();
        var told = await UntilAsync(client, "/health/ready", HttpStatusCode.ServiceUnavailable);
        Assert.Equal("not ready: stopping", told);
        Assert.Equal("live", await client.GetStringAsync("/health/live"));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/oidc/.well-known/openid-configuration")).StatusCode);
        await Task.Delay(TimeSpan.FromSeconds(3.5));
        Assert.False(server.HasEnded);
        await Assert.ThrowsAnyAsync<SocketException>(BeginAsync);

        await slow.SendAsync(Encoding.ASCII.GetBytes(Body));
        Assert.StartsWith("HTTP/1.1 401 ", await ReadAsync(slow), StringComparison.Ordinal);
        Assert.Equal(0, await server.EndAsync(TimeSpan.FromSeconds(5)));
    }

    [Fact, Attack("R-20")]
    public async Task What_does_not_end_in_time_is_cut_off_and_no_other_thing_is_lost()
    {
        environment["IdentitySource__Shutdown__Requests"] = "00:00:01";
        await using var server = ServerProcess.Start(environment);
        await server.BeReadyAsync(Origin);
        using var slow = await BeginAsync();

        var begun = Stopwatch.GetTimestamp();
        server.AskToStop();
        Assert.Equal(0, await server.EndAsync(TimeSpan.FromSeconds(8)));

        Assert.True(Stopwatch.GetElapsedTime(begun) > TimeSpan.FromSeconds(1));
        Assert.DoesNotContain("HTTP/1.1 2", await ReadAsync(slow), StringComparison.Ordinal);
        Assert.Contains("1 connections were cut off", server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_there_means_nobody_to_wait_for()
    {
        await using var server = ServerProcess.Start(environment);
        await server.BeReadyAsync(Origin);
        Assert.Equal(0, (await ServerProcess.RunAsync(environment, "healthcheck")).Code);
        server.AskToStop();
        Assert.Equal(0, await server.EndAsync(TimeSpan.FromSeconds(4)));
        Assert.Equal(1, (await ServerProcess.RunAsync(environment, "healthcheck")).Code);
    }

    /// <summary>A request whose body is still to come.</summary>
    private async Task<Socket> BeginAsync()
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port);
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            $"POST /oidc/token/introspection HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {Body.Length}\r\n\r\n"));
        await Task.Delay(200);
        return socket;
    }

    private static async Task<string> ReadAsync(Socket socket)
    {
        var buffer = new byte[4096];
        try
        {
            return Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer));
        }
        catch (SocketException)
        {
            return "";
        }
    }

    private static async Task<string> UntilAsync(HttpClient client, string path, HttpStatusCode status)
    {
        for (var tries = 0; ; tries++)
        {
            using var answer = await client.GetAsync(path);
            if (answer.StatusCode == status)
            {
                return await answer.Content.ReadAsStringAsync();
            }

            Assert.True(tries < 50, $"{path} goes on answering {answer.StatusCode}.");
            await Task.Delay(20);
        }
    }
}
