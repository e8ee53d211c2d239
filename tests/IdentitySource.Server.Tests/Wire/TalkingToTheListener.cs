using System.Net.Sockets;
using System.Text;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Xunit;

namespace IdentitySource.Server.Tests.Wire;

/// <summary>Bytes that no honest client sends, at the real listener.</summary>
public class TalkingToTheListener(TalkingToTheListener.ListeningServer server) : IClassFixture<TalkingToTheListener.ListeningServer>
{
    private const string Discovery = "/oidc/.well-known/openid-configuration";

    [Fact]
    public async Task An_honest_request_is_answered() => Assert.Equal(200, Status(await SendAsync($"GET {Discovery} HTTP/1.1\r\nHost: idp.test\r\n\r\n")));

    [Theory, Attack("HM-06")]
    [InlineData("CONNECT idp.test:443 HTTP/1.1")]
    [InlineData("TRACE /oidc/token HTTP/1.1")]
    [InlineData("TRACK / HTTP/1.1")]
    [InlineData("TRACE * HTTP/1.1")]
    public async Task A_method_for_proxies_and_mirrors_is_refused_and_nothing_comes_back(string line)
    {
        var answer = await SendAsync($"{line}\r\nHost: idp.test{(line.StartsWith("CONNECT", StringComparison.Ordinal) ? ":443" : "")}\r\nCanary: echo-me\r\n\r\n");

        Assert.Contains(Status(answer), new[] { 400, 405 });
        Assert.DoesNotContain("echo-me", answer, StringComparison.Ordinal);
    }

    [Theory, Attack("HI-07"), Attack("HI-01")]
    [InlineData("GET {0} HTTP/1.1\r\nHost: idp.test\r\nX-A: b\rX-C: d\r\n\r\n")]
    [InlineData("GET {0} HTTP/1.1\r\nHost: idp.test\r\nX-A : b\r\n\r\n")]
    [InlineData("GET {0} HTTP/1.1\r\nHost: idp.test\r\n folded: b\r\n\r\n")]
    [InlineData("GET {0} HTTP/1.1\r\nHost: idp.test\r\nX-A: b\0c\r\n\r\n")]
    [InlineData("GET {0} HTTP/1.1\r\nHost: idp.test\r\nHost: evil.test\r\n\r\n")]
    [InlineData("GET {0} HTTP/1.1\r\n\r\n")]
    [InlineData("GET http://evil.test{0} HTTP/1.1\r\nHost: idp.test\r\n\r\n")]
    [InlineData("POST {0} HTTP/1.1\r\nHost: idp.test\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd")]
    [InlineData("POST {0} HTTP/1.1\r\nHost: idp.test\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n")]
    [InlineData("POST {0} HTTP/1.1\r\nHost: idp.test\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n")]
    public async Task A_request_that_two_readers_could_read_differently_ends_the_connection(string request)
    {
        var answer = await SendAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, request, Discovery));

        Assert.Contains(Status(answer), new[] { 400, 405 });
        Assert.DoesNotContain("issuer", answer, StringComparison.Ordinal);
    }

    [Fact, Attack("HI-07")]
    public async Task Http_2_without_encryption_is_not_spoken()
    {
        var answer = await SendAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0");

        Assert.DoesNotContain("200", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("issuer", answer, StringComparison.Ordinal);
    }

    [Theory, Attack("OV-10")]
    [InlineData(200, 80, 200)]
    [InlineData(200, 300, 431)]
    public async Task Cookies_of_strangers_are_carried_along_or_refused_as_a_whole(int cookies, int length, int status)
    {
        var jar = string.Join("; ", Enumerable.Range(0, cookies).Select(number => $"c{number}={new string('x', length)}"));

        Assert.Equal(status, Status(await SendAsync($"GET {Discovery} HTTP/1.1\r\nHost: idp.test\r\nCookie: {jar}\r\n\r\n")));
    }

    [Theory, Attack("OR-11")]
    [InlineData("//evil.test/oidc/auth")]
    [InlineData("/oidc/auth/")]
    [InlineData("/oidc//auth")]
    [InlineData("/apps/notes")]
    [InlineData("/%2f%2fevil.test/")]
    [InlineData("/\\evil.test")]
    [InlineData("/%5cevil.test/..")]
    [InlineData("/sign-in/..%2f..%2f%2fevil.test")]
    public async Task An_odd_path_is_not_corrected_by_a_redirect(string path)
    {
        var answer = await SendAsync($"GET {path} HTTP/1.1\r\nHost: idp.test\r\n\r\n");

        Assert.Contains(Status(answer), new[] { 200, 400, 404 });
        Assert.DoesNotContain("location:", answer, StringComparison.OrdinalIgnoreCase);
    }

    private static int Status(string answer) =>
        answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) ? int.Parse(answer.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture) : 0;

    /// <summary>All that comes back until the server closes the connection, as it is asked to or by itself.</summary>
    private async Task<string> SendAsync(string bytes)
    {
        using TcpClient client = new();
        await client.ConnectAsync(server.ListeningAt.Host, server.ListeningAt.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(bytes.Replace("HTTP/1.1\r\n", "HTTP/1.1\r\nConnection: close\r\n", StringComparison.Ordinal)));
        using StreamReader reader = new(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(20));
    }

    public sealed class ListeningServer : HostedServer
    {
        protected override bool Listens => true;
    }
}
