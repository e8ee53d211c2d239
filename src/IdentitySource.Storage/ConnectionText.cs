using System.Data.Common;
using System.Net;

namespace IdentitySource.Storage;

/// <summary>What can be told of a connection string without knowing whose it is.</summary>
public static class ConnectionText
{
    /// <summary>Whether it says one of these words, which another kind of database has; false when it has no form at all.</summary>
    public static bool Says(string connectionString, IEnumerable<string> words)
    {
        try
        {
            DbConnectionStringBuilder parts = new() { ConnectionString = connectionString };
            return words.Any(parts.ContainsKey);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Whether what is sent to this host, a name or an address, never leaves the machine.</summary>
    public static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
