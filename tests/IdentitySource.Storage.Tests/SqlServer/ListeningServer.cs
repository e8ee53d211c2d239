using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace IdentitySource.Storage.Tests.SqlServer;

/// <summary>
/// As much of a SQL Server as a driver needs to sign in and to send something ([MS-TDS] 2.2): everybody is let in, and every statement
/// touches one row.
/// </summary>
internal sealed class ListeningServer : IDisposable
{
    private const byte PreLogin = 0x12, Login = 0x10, Procedure = 0x03, LastPacket = 1, Answer = 4;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);

    public ListeningServer()
    {
        listener.Start();
        _ = ListenAsync();
    }

    public string ConnectionString => $"Server=127.0.0.1,{((IPEndPoint)listener.LocalEndpoint).Port};User ID=sa;Password=none;Encrypt=Optional;Pooling=false;Connect Timeout=10";

    /// <summary>What came as a statement with parameters, as text among their bytes.</summary>
    public List<string> Received { get; } = [];

    public void Dispose() => listener.Dispose();

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                await ServeAsync(client.GetStream());
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            return;
        }
    }

    private async Task ServeAsync(NetworkStream stream)
    {
        try
        {
            while (true)
            {
                var (kind, content) = await ReadAsync(stream);
                if (kind == Procedure)
                {
                    Received.Add(Encoding.Unicode.GetString(content));
                }

                await WriteAsync(stream, kind switch { PreLogin => Greeting(), Login => Welcome(), _ => Done(0xFD, 1) });
            }
        }
        catch (IOException)
        {
            return;
        }
    }

    private static async Task<(byte Kind, byte[] Content)> ReadAsync(NetworkStream stream)
    {
        List<byte> content = [];
        var header = new byte[8];
        do
        {
            await stream.ReadExactlyAsync(header);
            var part = new byte[BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(2)) - header.Length];
            await stream.ReadExactlyAsync(part);
            content.AddRange(part);
        }
        while ((header[1] & LastPacket) == 0);
        return (header[0], [.. content]);
    }

    private static async Task WriteAsync(NetworkStream stream, byte[] content)
    {
        byte[] packet = [Answer, LastPacket, 0, 0, 0, 0, 1, 0, .. content];
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
        await stream.WriteAsync(packet);
    }

    /// <summary>Version 16, no encryption, one active result set.</summary>
    private static byte[] Greeting() => [0, 0, 16, 0, 6, 1, 0, 22, 0, 1, 4, 0, 23, 0, 1, 0xFF, 16, 0, 0x10, 0x55, 0, 0, 2, 0];

    /// <summary>The name of the database, a collation, the size of packets, the acknowledgement.</summary>
    private static byte[] Welcome()
    {
        byte[] database = [1, .. Text("master"), .. Text("")], collation = [7, 5, 9, 4, 0xD0, 0, 0x34, 0], size = [4, .. Text("8000"), .. Text("8000")];
        byte[] acknowledged = [1, 0x74, 0, 0, 4, .. Text("Microsoft SQL Server"), 16, 0, 0x10, 0x55];
        return [.. Token(0xE3, database), .. Token(0xE3, collation), .. Token(0xE3, size), .. Token(0xAD, acknowledged), .. Done(0xFD, 0)];
    }

    private static byte[] Token(byte kind, byte[] content) => [kind, (byte)content.Length, (byte)(content.Length >> 8), .. content];

    /// <summary>An update is done, with the count of its rows.</summary>
    private static byte[] Done(byte kind, byte rows) => [kind, 0x10, 0, 0xC5, 0, rows, 0, 0, 0, 0, 0, 0, 0];

    private static byte[] Text(string text) => [(byte)text.Length, .. Encoding.Unicode.GetBytes(text)];
}
