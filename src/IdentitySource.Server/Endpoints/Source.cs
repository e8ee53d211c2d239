using System.Net;
using System.Net.Sockets;

namespace IdentitySource.Server.Endpoints;

/// <summary>
/// The network that a request comes from, for counting: a /24 of IPv4, a /64 of IPv6, which is what one customer has. Spellings
/// of one address are one source.
/// </summary>
internal static class Source
{
    public static string Of(HttpContext http) => Of(http.Connection.RemoteIpAddress);

    public static string Of(IPAddress? address)
    {
        if (address is null)
        {
            return "unknown";
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        Span<byte> bytes = stackalloc byte[16];
        plain.TryWriteBytes(bytes, out var length);
        var (prefix, bits) = plain.AddressFamily == AddressFamily.InterNetwork ? (3, 24) : (8, 64);
        bytes[prefix..length].Clear();
        return $"{new IPAddress(bytes[..length])}/{bits}";
    }
}
