using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace IdentitySource.TestKit.Mail;

/// <summary>A mail server on this machine that keeps what it is given (RFC 5321): enough of one for a client to be content.</summary>
public sealed class SmtpSink : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly CancellationTokenSource closing = new();
    private readonly ConcurrentQueue<SunkMail> mails = new();
    private readonly ConcurrentQueue<string> lines = new();
    private readonly ConcurrentBag<Task> talks = [];
    private readonly Task accepting;

    /// <param name="port">One that another sink had; 0 for any.</param>
    public SmtpSink(int port = 0)
    {
        listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>With one it offers STARTTLS.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Another answer to a command than the usual one; null gives that. A text that begins with "-" ends the connection.</summary>
    public Func<string, string?> Answer { get; set; } = _ => null;

    public IReadOnlyList<SunkMail> Mails => [.. mails];

    /// <summary>Every command, in its order.</summary>
    public IReadOnlyList<string> Lines => [.. lines];

    /// <summary>A port that nobody listens at.</summary>
    public static async Task<int> ClosedPortAsync()
    {
        await using SmtpSink sink = new();
        return sink.Port;
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await accepting;
        listener.Stop();
        await Task.WhenAll(talks);
        closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                talks.Add(TalkAsync(await listener.AcceptTcpClientAsync(closing.Token)));
            }
        }
        catch (Exception closed) when (closed is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                await new Talk(this, client.GetStream()).RunAsync(closing.Token);
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException or System.Security.Authentication.AuthenticationException)
        {
            // The client went away, or does not trust us.
        }
    }

    /// <summary>One connection.</summary>
    private sealed class Talk(SmtpSink sink, Stream stream)
    {
        private Stream stream = stream;
        private string from = "";
        private List<string> to = [];

        public async Task RunAsync(CancellationToken cancel)
        {
            await SayAsync(sink.Answer("CONNECT") ?? "220 sink.test", cancel);
            while (await ReadLineAsync(cancel) is { } line)
            {
                sink.lines.Enqueue(line);
                var answer = sink.Answer(line) ?? await UsualAsync(line, cancel);
                await SayAsync(answer, cancel);
                if (line == "QUIT" || answer.StartsWith('-'))
                {
                    return;
                }

                if (line == "STARTTLS")
                {
                    SslStream secure = new(stream);
                    await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = sink.Certificate }, cancel);
                    stream = secure;
                }
            }
        }

        private async Task<string> UsualAsync(string line, CancellationToken cancel)
        {
            switch (line.Split(' ', ':')[0])
            {
                case "EHLO":
                    return "250-sink.test\r\n250-8BITMIME\r\n250-AUTH LOGIN\r\n" + (sink.Certificate is null || stream is SslStream ? "" : "250-STARTTLS\r\n") + "250 SMTPUTF8";
                case "MAIL":
                    (from, to) = (line, []);
                    return "250 OK";
                case "RCPT":
                    to.Add(line);
                    return "250 OK";
                case "DATA":
                    await SayAsync("354 go on", cancel);
                    StringBuilder data = new();
                    while (await ReadLineAsync(cancel) is { } each && each != ".")
                    {
                        data.Append(each.StartsWith('.') ? each[1..] : each).Append("\r\n");
                    }

                    var refused = sink.Answer("END");
                    if (refused is null)
                    {
                        sink.mails.Enqueue(new SunkMail(from, to, data.ToString()));
                    }

                    return refused ?? "250 taken on";
                default:
                    return line == "STARTTLS" ? "220 go on" : line == "QUIT" ? "221 bye" : "502 unknown";
            }
        }

        private async Task SayAsync(string answer, CancellationToken cancel) =>
            await stream.WriteAsync(Encoding.UTF8.GetBytes(answer.TrimStart('-') + "\r\n"), cancel);

        private async Task<string?> ReadLineAsync(CancellationToken cancel)
        {
            List<byte> line = [];
            var one = new byte[1];
            while (await stream.ReadAsync(one, cancel) == 1)
            {
                if (one[0] == '\n')
                {
                    return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
                }

                line.Add(one[0]);
            }

            return null;
        }
    }
}
