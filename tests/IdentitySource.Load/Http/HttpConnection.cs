using System.Net;
using System.Net.Sockets;

namespace IdentitySource.Load.Http;

/// <summary>
/// One kept-alive HTTP/1.1 connection, RFC 9112, as much of it as Kestrel uses. Written out because the generator shares two cores
/// with the server: it costs a third of what <see cref="HttpClient"/> does, and follows neither redirects nor cookies on its own.
/// </summary>
internal sealed class HttpConnection(IPEndPoint server) : IDisposable
{
    private Socket? socket;
    private byte[] buffer = new byte[16 * 1024];
    private int filled;

    public async ValueTask<Answer> SendAsync(ReadOnlyMemory<byte> request, CancellationToken cancel)
    {
        try
        {
            var open = socket ??= await ConnectAsync(cancel);
            await open.SendAsync(request, cancel);
            filled = 0;
            var answer = await ReadAsync(open, cancel);
            if (answer.Closes)
            {
                Dispose();
            }

            return answer;
        }
        catch
        {
            // Whatever is left on the wire belongs to no later request.
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        socket?.Dispose();
        socket = null;
    }

    private async Task<Socket> ConnectAsync(CancellationToken cancel)
    {
        Socket made = new(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await made.ConnectAsync(server, cancel);
            return made;
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    private async ValueTask<Answer> ReadAsync(Socket open, CancellationToken cancel)
    {
        int end;
        while ((end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8)) < 0)
        {
            await FillAsync(open, cancel);
        }

        var start = end + 4;
        var length = BodyLength(buffer.AsSpan(0, end)) is { } known
            ? await ReadSizedAsync(open, start, known, cancel)
            : await ReadChunksAsync(open, start, cancel);
        return new Answer(buffer.AsMemory(0, end), buffer.AsMemory(start, length));
    }

    /// <summary>Null when it comes in chunks.</summary>
    private static int? BodyLength(ReadOnlySpan<byte> head)
    {
        if (Answer.HeadersOf(head, "Content-Length") is [var length])
        {
            return int.Parse(length, System.Globalization.CultureInfo.InvariantCulture);
        }

        return Answer.HeadersOf(head, "Transfer-Encoding").Contains("chunked") ? null : 0;
    }

    private async ValueTask<int> ReadSizedAsync(Socket open, int start, int length, CancellationToken cancel)
    {
        while (filled < start + length)
        {
            await FillAsync(open, cancel);
        }

        return length;
    }

    /// <summary>RFC 9112 §7.1. The pieces are moved together in place.</summary>
    private async ValueTask<int> ReadChunksAsync(Socket open, int start, CancellationToken cancel)
    {
        var (next, length) = (start, 0);
        while (true)
        {
            int line;
            while ((line = buffer.AsSpan(next, filled - next).IndexOf("\r\n"u8)) < 0)
            {
                await FillAsync(open, cancel);
            }

            if (!System.Buffers.Text.Utf8Parser.TryParse(buffer.AsSpan(next, line), out int size, out _, 'x'))
            {
                throw new WrongAnswer("a chunk without a size");
            }

            next += line + 2;
            while (filled < next + size + 2)
            {
                await FillAsync(open, cancel);
            }

            buffer.AsSpan(next, size).CopyTo(buffer.AsSpan(start + length));
            length += size;
            next += size + 2;
            if (size == 0)
            {
                return length;
            }
        }
    }

    private async ValueTask FillAsync(Socket open, CancellationToken cancel)
    {
        if (filled == buffer.Length)
        {
            Array.Resize(ref buffer, buffer.Length * 2);
        }

        var received = await open.ReceiveAsync(buffer.AsMemory(filled), cancel);
        filled += received > 0 ? received : throw new IOException("the server closed the connection in the middle of an answer");
    }
}
