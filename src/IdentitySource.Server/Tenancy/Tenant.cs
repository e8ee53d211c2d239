using System.Security.Cryptography;
using IdentitySource.Protocol;
using IdentitySource.Protocol.Discovery;
using IdentitySource.Protocol.Jose;
using IdentitySource.Storage.Stores;

namespace IdentitySource.Server.Tenancy;

/// <summary>
/// The authorization server that a request is addressed to, with the documents it publishes, written once for each snapshot and
/// not for each request.
/// </summary>
public sealed class Tenant(AuthorizationServer server)
{
    private PublishedDocument? keys;

    public AuthorizationServer Server { get; } = server;

    /// <summary>One session of a browser serves all applications of the user pool; else each has its own.</summary>
    public bool SingleSignOn { get; init; } = true;

    /// <summary>The OAuth 2.0 provider at the same address; null where the one application of the address has it switched off.</summary>
    public Tenant? OAuth => field ??= Server.OnlyApplication is { Policy.OAuth: null } ? null : new Tenant(Server.OAuth()) { SingleSignOn = SingleSignOn };

    public PublishedDocument Discovery => field ??= PublishedDocument.Of(DiscoveryDocument.Write(Server), DateTimeOffset.MaxValue);

    /// <summary>The key set leaves out a retired key as soon as its time is over, without waiting for a new snapshot.</summary>
    public PublishedDocument Keys(DateTimeOffset now)
    {
        if (keys is not { } known || known.ValidUntil <= now)
        {
            var alive = Server.Keys.Keys.Where(key => key.LastsUntil > now).ToList();
            keys = known = PublishedDocument.Of(JwkSet.Write(alive.Select(key => key.Key.PublicJwk)), alive.Min(key => key.LastsUntil));
        }

        return known;
    }

    /// <summary>Which of a browser's sessions counts for an application; null when it takes an application to tell and none is named.</summary>
    /// <param name="clientId">As the request has it, believed by nobody: a session says itself what it is good for.</param>
    public SessionScope? SessionScope(string? clientId) =>
        SingleSignOn ? new SessionScope(Server.PoolId)
        : Server.OnlyApplication is { } only ? new SessionScope(Server.PoolId, only.Id)
        : Guid.TryParseExact(clientId, "N", out var named) ? new SessionScope(Server.PoolId, named)
        : null;

    public static Tenant Of(HttpContext http) =>
        http.Features.Get<Tenant>() ?? throw new InvalidOperationException("The request is not addressed to an authorization server.");
}

/// <summary>A public document and its entity tag.</summary>
public sealed record PublishedDocument(byte[] Body, string ETag, DateTimeOffset ValidUntil)
{
    public static PublishedDocument Of(byte[] body, DateTimeOffset validUntil) =>
        new(body, $"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 8))}\"", validUntil);
}
