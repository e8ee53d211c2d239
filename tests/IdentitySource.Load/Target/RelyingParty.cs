using System.Net;
using System.Text.Json;
using IdentitySource.Load.Flow;
using IdentitySource.Load.Http;

namespace IdentitySource.Load.Target;

/// <summary>An application as its own developers see it: what registering it gave them, and what discovery told them.</summary>
internal sealed record RelyingParty
{
    public const string RedirectUri = "http://127.0.0.1:9/callback";

    public required string Id { get; init; }

    public required string Secret { get; init; }

    public required string Issuer { get; init; }

    public required string Scope { get; init; }

    public required TokenProof Proof { get; init; }

    public required Uri AuthorizationEndpoint { get; init; }

    public required Uri TokenEndpoint { get; init; }

    public required Uri UserInfoEndpoint { get; init; }

    public required Uri IntrospectionEndpoint { get; init; }

    public required Uri RevocationEndpoint { get; init; }

    public required Uri KeySet { get; init; }

    /// <summary>Whether its access tokens say nothing to anybody but the server.</summary>
    public bool OpaqueAccessTokens { get; init; }

    public bool IsPublic => Secret.Length == 0;

    /// <summary>Null for a public application, which names itself in the form instead.</summary>
    public string? Authorization { get; private init; }

    public Uri Discovery => DiscoveryOf(Issuer);

    public static Uri DiscoveryOf(string issuer) => new(issuer + "/.well-known/openid-configuration");

    /// <param name="registered">What <c>app create --json</c> printed.</param>
    /// <param name="algorithm">That its tokens must be signed with.</param>
    public static async Task<RelyingParty> DiscoverAsync(JsonElement registered, string algorithm, CancellationToken cancel)
    {
        var issuer = registered.Text("issuer");
        var discovery = DiscoveryOf(issuer);
        using HttpConnection connection = new(new IPEndPoint(IPAddress.Loopback, discovery.Port));
        var metadata = JsonElement.Parse((await connection.SendAsync(Request.Get(discovery), cancel)).Expect(200, "discovery").Body.Span);
        if (metadata.Text("issuer") != issuer)
        {
            throw new WrongAnswer($"discovery at {discovery} names another issuer: {metadata.Text("issuer")}");
        }

        Uri keySet = new(metadata.Text("jwks_uri"));
        var keys = JsonElement.Parse((await connection.SendAsync(Request.Get(keySet), cancel)).Expect(200, "JWKS").Body.Span);
        var (id, secret) = (registered.Text("client_id"), registered.OptionalText("client_secret") ?? "");
        return new RelyingParty
        {
            Id = id,
            Secret = secret,
            Issuer = issuer,
            Scope = "openid profile email offline_access",
            Proof = new TokenProof(issuer, algorithm, keys),
            AuthorizationEndpoint = new Uri(metadata.Text("authorization_endpoint")),
            TokenEndpoint = new Uri(metadata.Text("token_endpoint")),
            UserInfoEndpoint = new Uri(metadata.Text("userinfo_endpoint")),
            IntrospectionEndpoint = new Uri(metadata.Text("introspection_endpoint")),
            RevocationEndpoint = new Uri(metadata.Text("revocation_endpoint")),
            KeySet = keySet,
            Authorization = secret.Length == 0 ? null : Request.Basic(id, secret),
        };
    }
}
