using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace IdentitySource.Server.Tests.Deployment;

/// <summary>A port that leads to the tests' PostgreSQL, which listens at a socket that only its owner reaches.</summary>
internal sealed class DatabasePort : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly EndPoint database;

    public DatabasePort(string connectionString)
    {
        NpgsqlConnectionStringBuilder parts = new(connectionString);
        database = parts.Host!.StartsWith('/') ? new UnixDomainSocketEndPoint($"{parts.Host}/.s.PGSQL.{parts.Port}") : new DnsEndPoint(parts.Host, parts.Port);
        listener.Start();
        (parts.Host, parts.Port) = ("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port);
        ConnectionString = parts.ConnectionString;
        _ = AcceptAsync();
    }

    /// <summary>As the one given, by this port.</summary>
    public string ConnectionString { get; }

    public void Dispose() => listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = PassAsync(await listener.AcceptSocketAsync());
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task PassAsync(Socket client)
    {
        using var near = new NetworkStream(client, ownsSocket: true);
        using Socket socket = new(database.AddressFamily == AddressFamily.Unspecified ? AddressFamily.InterNetwork : database.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(database);
        using var far = new NetworkStream(socket);
        try
        {
            await Task.WhenAny(near.CopyToAsync(far), far.CopyToAsync(near));
        }
        catch (IOException)
        {
        }
    }
}
