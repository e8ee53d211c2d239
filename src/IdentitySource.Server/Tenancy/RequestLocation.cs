using System.Buffers;
using IdentitySource.Server.Composition;

namespace IdentitySource.Server.Tenancy;

/// <summary>Where a request is addressed to, read from host and path alone.</summary>
/// <param name="Kind">Whose authorization server.</param>
/// <param name="Name">The application's address, or the pool's slug.</param>
/// <param name="Base">The part of the path that names the server; empty at the root.</param>
/// <param name="Rest">What remains for the routes.</param>
public sealed record RequestLocation(ServerKind Kind, string Name, string Base, string Rest)
{
    private const int LongestName = 63;

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>
    /// Path mode and the pools' addresses. Names are compared as they stand: another case or an escape is another path, hence
    /// nobody's, so two spellings never lead to one server.
    /// </summary>
    /// <remarks>The default pool has the root and, where applications have hosts of their own, they have no path: one server, one address.</remarks>
    public static RequestLocation? OfPath(string path, string defaultPool, AddressMode mode) =>
        path.StartsWith("/apps/", StringComparison.Ordinal) ? (mode == AddressMode.Path ? Named(ServerKind.Application, path, "/apps/".Length) : null)
        : path.StartsWith("/pools/", StringComparison.Ordinal) ? Named(ServerKind.Pool, path, "/pools/".Length) is { } pool && pool.Name != defaultPool ? pool : null
        : new RequestLocation(ServerKind.Pool, defaultPool, "", path);

    /// <summary>Subdomain mode: the label is the application's address.</summary>
    public static RequestLocation? OfLabel(string label, string path) =>
        IsName(label) ? new RequestLocation(ServerKind.Application, label, "", path) : null;

    private static RequestLocation? Named(ServerKind kind, string path, int start)
    {
        var end = path.IndexOf('/', start);
        var name = end < 0 ? path[start..] : path[start..end];
        return IsName(name) ? new RequestLocation(kind, name, path[..(start + name.Length)], end < 0 ? "/" : path[end..]) : null;
    }

    private static bool IsName(string text) => text.Length is > 0 and <= LongestName && !text.AsSpan().ContainsAnyExcept(NameCharacters);
}

public enum ServerKind
{
    Application,
    Pool,
}
