using System.Buffers.Text;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using IdentitySource.Protocol;
using IdentitySource.Protocol.Authorize;
using IdentitySource.Protocol.Errors;
using IdentitySource.Protocol.Tokens;
using Microsoft.AspNetCore.DataProtection;

namespace IdentitySource.Server.SignIn;

/// <summary>
/// Tickets travel in the address, encrypted and authenticated, so no row is written for a visitor who may never sign in. Each is
/// bound to the browser it was made for and to its authorization server, and ends after an hour.
/// </summary>
public sealed class FlowTickets(IDataProtectionProvider protection, CookieJar cookies, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>Characters. A ticket has to fit into a request line, with an address before it and room for what a step adds.</summary>
    private const int Longest = 16 * 1024;

    private readonly IDataProtector protector = protection.CreateProtector("IdentitySource.FlowTicket.v1");

    /// <summary>A new interaction; its start is now, and sign-ins that are not older count as asked for.</summary>
    public static Flow Begin(DateTimeOffset now)
    {
        // Whole milliseconds, rounded down: the database keeps microseconds, and a sign-in must not look older than its request.
        var start = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
        return new Flow(Guid.CreateVersion7(now), start);
    }

    public string Protect(HttpContext http, AuthorizationServer server, RequestParameters parameters, Flow? flow)
    {
        using MemoryStream packed = new();
        using (BrotliStream brotli = new(packed, CompressionLevel.Fastest))
        using (BinaryWriter writer = new(brotli, Encoding.UTF8))
        {
            writer.Write(server.Id.ToByteArray());
            writer.Write(flow is not null);
            if (flow is not null)
            {
                WriteFlow(writer, flow, BrowserHash(http, create: true)!);
            }

            writer.Write7BitEncodedInt(parameters.All.Count);
            foreach (var (name, value) in parameters.All)
            {
                writer.Write(name);
                writer.Write(value);
            }
        }

        return Base64Url.EncodeToString(protector.Protect(packed.ToArray()));
    }

    /// <summary>For a request that was posted and goes on as a GET.</summary>
    public Result<string> ProtectPosted(HttpContext http, AuthorizationServer server, RequestParameters parameters)
    {
        var ticket = Protect(http, server, parameters, flow: null);
        if (ticket.Length > Longest)
        {
            return ProtocolError.InvalidRequest("posted_request_too_long", "The request is too long to be carried through the pages.") with { Status = 413 };
        }

        return ticket;
    }

    /// <summary>The ticket, or why it is none. An expired one is still handed over, to lead back to where it came from.</summary>
    public Result<FlowTicket> Read(HttpContext http, AuthorizationServer server, string? text)
    {
        if (Unprotect(text) is not { } ticket)
        {
            return ProtocolError.InvalidRequest("flow_tampered", "The link is damaged or was made by another server.");
        }

        if (ticket.ServerId != server.Id)
        {
            return ProtocolError.InvalidRequest("flow_of_other_address", "The link belongs to another address.");
        }

        return ticket.Flow is null || (BrowserHash(http, create: false) is { } browser && CryptographicOperations.FixedTimeEquals(browser, ticket.Browser))
            ? ticket
            : ProtocolError.InvalidRequest("flow_of_other_browser", "The sign-in was started in another browser.");
    }

    public bool IsExpired(Flow flow) => clock.GetUtcNow() - flow.StartedAt > Lifetime;

    private static void WriteFlow(BinaryWriter writer, Flow flow, byte[] browser)
    {
        writer.Write(flow.Id.ToByteArray());
        writer.Write(flow.StartedAt.ToUnixTimeMilliseconds());
        writer.Write((flow.ChosenSession ?? Guid.Empty).ToByteArray());
        writer.Write(flow.Denied);
        writer.Write(browser);
    }

    private FlowTicket? Unprotect(string? text)
    {
        try
        {
            using BrotliStream brotli = new(new MemoryStream(protector.Unprotect(Base64Url.DecodeFromChars(text))), CompressionMode.Decompress);
            using BinaryReader reader = new(brotli, Encoding.UTF8);
            var serverId = new Guid(reader.ReadBytes(16));
            var (flow, browser) = reader.ReadBoolean() ? ReadFlow(reader) : default;
            var count = reader.Read7BitEncodedInt();
            var pairs = Enumerable.Range(0, count).Select(_ => KeyValuePair.Create(reader.ReadString(), reader.ReadString())).ToList();
            return new FlowTicket(serverId, RequestParameters.Of(pairs), flow, browser);
        }
        catch (Exception damaged) when (damaged is CryptographicException or FormatException)
        {
            return null;
        }
    }

    private static (Flow Flow, byte[] Browser) ReadFlow(BinaryReader reader)
    {
        var id = new Guid(reader.ReadBytes(16));
        var startedAt = DateTimeOffset.FromUnixTimeMilliseconds(reader.ReadInt64());
        var chosen = new Guid(reader.ReadBytes(16));
        var denied = reader.ReadBoolean();
        return (new Flow(id, startedAt, chosen == Guid.Empty ? null : chosen, denied), reader.ReadBytes(SHA256.HashSizeInBytes));
    }

    private byte[]? BrowserHash(HttpContext http, bool create)
    {
        if (CookieJar.Read(http.Request, cookies.Browser) is { Length: 43 } handle)
        {
            return new TokenHandle(handle).Hash();
        }

        if (!create)
        {
            return null;
        }

        var made = http.Features.Get<MadeBrowser>() ?? new MadeBrowser(TokenHandle.New());
        http.Features.Set(made);
        cookies.Write(http.Response, cookies.Browser, made.Handle.Value, expires: null);
        return made.Handle.Hash();
    }

    private sealed record MadeBrowser(TokenHandle Handle);
}
