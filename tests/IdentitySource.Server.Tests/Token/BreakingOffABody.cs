using System.Net;
using System.Net.Sockets;
using System.Text;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using IdentitySource.TestKit.Postgres;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace IdentitySource.Server.Tests.Token;

/// <summary>Bytes that no client library sends, over a real socket: the sender's fault, and no line that calls for an operator.</summary>
public class BreakingOffABody(BreakingOffABody.SocketServer server) : IClassFixture<BreakingOffABody.SocketServer>
{
    private const string Chunked = "Transfer-Encoding: chunked\r\n\r\n";

    public static TheoryData<string, string, string> Broken => new()
    {
        { "/oidc/token", Chunked + "zz\r\ngrant_type=x\r\n0\r\n\r\n", "400" },
        { "/oidc/token", Chunked + "4\r\ngrant_type=x\r\n0\r\n\r\n", "400" },
        { "/oidc/token/introspection", Chunked + "-1\r\n", "400" },
        { "/oidc/auth", Chunked + "zz\r\n", "400" },
        { "/oidc/session/end", Chunked + "zz\r\n", "400" },
        { "/sign-in?ticket=x", Chunked + "zz\r\n", "400" },
        { "/oidc/token", Chunked + "20000\r\n" + new string('a', 70_000), "413" },
        { "/oidc/token", Chunked + "ffffffff\r\na", "400" },
        { "/oidc/token", "Content-Length: 100\r\n\r\ngrant_type=x", "408" },
        { "/sign-in?ticket=x", "Content-Length: 100\r\n\r\nform_token=x", "4" },
    };

    [Theory, Attack("OV-05")]
    [MemberData(nameof(Broken))]
    public async Task It_is_the_senders_fault(string path, string rest, string status)
    {
        var answer = await SendAsync($"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n{rest}");

        Assert.StartsWith($"HTTP/1.1 {status}", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("server_error", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact, Attack("OV-05")]
    public async Task The_back_channel_names_its_reason()
    {
        var answer = await SendAsync($"POST /oidc/token HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n{Chunked}zz\r\n");

        Assert.Contains("\"error\":\"invalid_request\"", answer, StringComparison.Ordinal);
        Assert.Contains(server.Log.Lines, line => line.Contains("(body_unreadable)", StringComparison.Ordinal));
    }

    private async Task<string> SendAsync(string request)
    {
        using TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, server.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using StreamReader reader = new(stream, Encoding.UTF8);
        StringBuilder answer = new();
        var buffer = new char[4096];
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(20));
        while (!Complete(answer.ToString()) && await reader.ReadAsync(buffer, patience.Token) is > 0 and var count)
        {
            answer.Append(buffer, 0, count);
        }

        return answer.ToString();
    }

    /// <summary>The connection may stay open; a refusal's body is JSON, a page, or nothing.</summary>
    private static bool Complete(string answer) =>
        answer.EndsWith("}\r\n0\r\n\r\n", StringComparison.Ordinal) || answer.EndsWith("</html>\r\n0\r\n\r\n", StringComparison.Ordinal)
        || (answer.EndsWith("\r\n\r\n", StringComparison.Ordinal) && answer.Contains("Content-Length: 0", StringComparison.OrdinalIgnoreCase));

    /// <summary>The server on a real socket, impatient with slow bodies.</summary>
    public sealed class SocketServer : IAsyncLifetime
    {
        private string connectionString = "";
        private WebApplicationFactory<Program>? factory;

        public CapturedLog Log { get; } = new();

        public int Port { get; private set; }

        public async Task InitializeAsync()
        {
            connectionString = await HostedServer.CloneAsync();
            factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
            {
                host.UseEnvironment("Production");
                host.UseSetting("ConnectionStrings:Default", connectionString);
                host.UseSetting("IdentitySource:PublicOrigin", "http://localhost");
                host.UseSetting("IdentitySource:MasterKey", HostedServer.MasterKey);
                host.ConfigureTestServices(services =>
                {
                    services.AddSingleton<ILoggerProvider>(Log);
                    services.Configure<KestrelServerOptions>(options =>
                        options.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 1000, gracePeriod: TimeSpan.FromSeconds(1.5)));
                });
            });
            factory.UseKestrel(0);
            factory.StartServer();
            Port = new Uri(factory.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
        }

        public async Task DisposeAsync()
        {
            await (factory?.DisposeAsync() ?? ValueTask.CompletedTask);
            await TestCluster.DropDatabaseAsync(connectionString);
        }
    }
}
