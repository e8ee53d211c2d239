using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace IdentitySource.Server.Composition;

/// <summary>Everybody who is connected. Connections and not requests, so that a request pays nothing for it.</summary>
public sealed class OpenConnections
{
    private readonly ConcurrentDictionary<string, ConnectionContext> all = new(StringComparer.Ordinal);

    public void Watch(KestrelServerOptions server) => server.ConfigureEndpointDefaults(endpoint => endpoint.Use(next => async connection =>
    {
        all[connection.ConnectionId] = connection;
        try
        {
            await next(connection);
        }
        finally
        {
            all.TryRemove(connection.ConnectionId, out _);
        }
    }));

    /// <returns>How many there were.</returns>
    public int Cut()
    {
        var cut = 0;
        foreach (var connection in all.Values)
        {
            connection.Abort(new ConnectionAbortedException("The server is leaving."));
            cut++;
        }

        return cut;
    }
}
