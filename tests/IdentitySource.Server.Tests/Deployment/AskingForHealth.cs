using System.Net;
using System.Net.Sockets;
using System.Text;
using IdentitySource.Server.Commands;
using IdentitySource.Server.Tests.Commands;
using Xunit;

namespace IdentitySource.Server.Tests.Deployment;

/// <summary>The command <c>healthcheck</c>, asking something that listens.</summary>
public sealed class AskingForHealth
{
    [Theory]
    [InlineData("200 OK", "ready", 0)]
    [InlineData("503 Service Unavailable", "not ready: database", 1)]
    [InlineData("302 Found", "ready", 1)]
    [InlineData("404 Not Found", "ready", 1)]
    public async Task What_the_server_answers_is_the_exit_code(string status, string body, int code)
    {
        using Answering server = new(status, body);
        var ran = await AskAsync(("urls", $"http://127.0.0.1:{server.Port}"));
        Assert.Equal((code, $"http://127.0.0.1:{server.Port}/health/ready: {body}\n", ""), (ran.Code, ran.Output, ran.Error));
    }

    [Fact]
    public async Task It_asks_where_the_settings_let_the_server_listen()
    {
        using Answering server = new("200 OK", "ready");
        Assert.Equal(0, (await AskAsync(("urls", $"http://+:{server.Port};http://127.0.0.1:1"))).Code);
        Assert.Equal(0, (await AskAsync(("urls", $"http://*:{server.Port}/"))).Code);
        Assert.Equal(0, (await AskAsync(("urls", $"http://0.0.0.0:{server.Port}"))).Code);
        Assert.Equal(0, (await AskAsync(("urls", $"http://[::]:{server.Port}"))).Code);
        Assert.Equal(0, (await AskAsync(("http_ports", $"{server.Port};1"))).Code);
        Assert.Equal(0, (await AskAsync(("http_ports", "1"), ("urls", $"http://localhost:{server.Port}"))).Code);
        Assert.Equal(0, (await AskAsync(("urls", "http://localhost:1"), ("Kestrel:Endpoints:Http:Url", $"http://localhost:{server.Port}"))).Code);
        Assert.Equal(0, (await AskAsync(("IdentitySource:PublicOrigin", $"http://localhost:{server.Port}"))).Code);
        Assert.Equal(0, (await RunAsync(["healthcheck", "--address", $"http://localhost:{server.Port}"], [("urls", "http://localhost:1")])).Code);
    }

    [Fact]
    public async Task A_socket_in_the_file_system_is_asked_too()
    {
        var path = Path.Combine(Path.GetTempPath(), $"is-{Guid.CreateVersion7():N}.sock");
        using Answering server = new("200 OK", "ready", new UnixDomainSocketEndPoint(path));
        Assert.Equal(0, (await AskAsync(("urls", $"http://unix:{path}"))).Code);
        File.Delete(path);
    }

    [Fact]
    public async Task Nobody_there_is_not_ready_and_no_address_is_a_wrong_configuration()
    {
        Assert.Equal(1, (await AskAsync(("urls", "http://127.0.0.1:1"))).Code);
        Assert.Equal(3, (await AskAsync(("urls", "nowhere"))).Code);
    }

    private static Task<Ran> AskAsync(params (string Name, string Value)[] settings) => RunAsync(["healthcheck"], settings);

    private static async Task<Ran> RunAsync(string[] words, (string Name, string Value)[] settings)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        CommandHost host = new(TextReader.Null, output, error, settings.ToDictionary(each => each.Name, each => (string?)each.Value));
        return new Ran(await CommandLine.RunAsync(words, host), output.ToString(), error.ToString());
    }

    /// <summary>Says the same to everybody who asks for readiness.</summary>
    private sealed class Answering : IDisposable
    {
        private readonly Socket listener;

        public Answering(string status, string body, EndPoint? at = null)
        {
            at ??= new IPEndPoint(IPAddress.Loopback, 0);
            listener = new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
            listener.Bind(at);
            listener.Listen();
            _ = AnswerAsync($"HTTP/1.1 {status}\r\nLocation: /\r\nConnection: close\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        }

        public int Port => ((IPEndPoint)listener.LocalEndPoint!).Port;

        public void Dispose() => listener.Dispose();

        private async Task AnswerAsync(string answer)
        {
            var request = new byte[4096];
            while (await AcceptAsync() is { } visitor)
            {
                using (visitor)
                {
                    var read = await visitor.ReceiveAsync(request);
                    var asked = Encoding.ASCII.GetString(request, 0, read).StartsWith("GET /health/ready ", StringComparison.Ordinal);
                    await visitor.SendAsync(Encoding.ASCII.GetBytes(asked ? answer : "HTTP/1.1 400 Bad Request\r\n\r\n"));
                }
            }
        }

        private async Task<Socket?> AcceptAsync()
        {
            try
            {
                return await listener.AcceptAsync();
            }
            catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
            {
                return null;
            }
        }
    }
}
