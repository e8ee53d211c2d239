using System.Text.Json;
using IdentitySource.Management.Keys;
using IdentitySource.Management.UserPools;
using IdentitySource.Protocol;
using IdentitySource.Protocol.Jose;
using IdentitySource.Protocol.Ports;

namespace IdentitySource.Server.Console.Inspection;

/// <summary>
/// Whether one of the pool's keys signed a token, and which. The check itself is <see cref="Jws"/>, as at every endpoint; here it is
/// only found out whose keys come into question, and why it says no.
/// </summary>
public sealed class JwtSignature(FindKey keys, PoolServers servers, IApplicationRegistry applications)
{
    public async Task<SignatureCheck> CheckAsync(PoolSummary pool, string text, JsonElement header, JsonElement claims, DateTimeOffset now, CancellationToken cancel)
    {
        var (algorithm, kid) = (Member(header, "alg") ?? "", Member(header, "kid"));
        if (algorithm.Equals("none", StringComparison.OrdinalIgnoreCase))
        {
            return new SignatureCheck(new Verdict(Verdict.Bad, "alg_none"));
        }

        if (algorithm.StartsWith("HS", StringComparison.Ordinal))
        {
            return await CheckSecretAsync(pool, text, claims, algorithm, cancel);
        }

        var known = kid is null ? null : await keys.RunAsync(pool.Id, kid, cancel);
        var server = known is not null ? await servers.FindAsync(pool, known.ServerId, cancel)
            : Member(claims, "iss") is { } issuer ? await servers.FindAsync(pool, issuer, cancel)
            : null;
        if (known is { RevokedAt: { } revokedAt })
        {
            return new SignatureCheck(new Verdict(Verdict.Bad, "key_revoked", revokedAt)) { Server = server };
        }

        var ring = server?.Keys.Keys.Select(key => key.Key).ToList() ?? [];
        if (Jws.Verify(text, ring, requiredTyp: null, out var why) is not { } verified)
        {
            return new SignatureCheck(new Verdict(Verdict.Bad, why!)) { Server = server };
        }

        known ??= await keys.RunAsync(pool.Id, verified.Kid, cancel);
        return new SignatureCheck(Told(known!.Key, server!, now)) { Server = server, Holds = true };
    }

    private static Verdict Told(ListedKey key, AuthorizationServer server, DateTimeOffset now)
    {
        var whose = server.OnlyApplication?.Name ?? server.Address;
        return key.State == KeyState.Dead || key.LastsUntil <= now
            ? new Verdict(Verdict.Warn, "signed_Dead", whose, key.LastsUntil ?? now)
            : new Verdict(Verdict.Ok, "signed_" + key.State, whose);
    }

    /// <summary>OIDC Core §10.1: with the secret of the application that it is for, where that is how the application's ID tokens are signed.</summary>
    private async Task<SignatureCheck> CheckSecretAsync(PoolSummary pool, string text, JsonElement claims, string algorithm, CancellationToken cancel)
    {
        var application = UnverifiedJws.Audience(text) is [var clientId] ? await applications.FindAsync(pool.Id, clientId, cancel) : null;
        if (application is null)
        {
            return new SignatureCheck(new Verdict(Verdict.Bad, "secret_of_nobody", algorithm));
        }

        if (application.SigningSecret is not { } secret)
        {
            // RFC 8725 §2.1: a public key taken for a secret. Nothing is tried: what such a token says counts for nothing either way.
            return new SignatureCheck(new Verdict(Verdict.Bad, "secret_instead_of_key", algorithm, application.Name, application.IdTokenAlgorithm.Name()));
        }

        var server = Member(claims, "iss") is { } issuer ? await servers.FindAsync(pool, issuer, cancel) : null;
        return Jws.VerifyHs256(text, secret, requiredTyp: null, out var why) is null
            ? new SignatureCheck(new Verdict(Verdict.Bad, why!)) { Server = server }
            : new SignatureCheck(new Verdict(Verdict.Ok, "signed_secret", application.Name)) { Server = server, Holds = true };
    }

    internal static string? Member(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <param name="Verdict">About the signature alone.</param>
public sealed record SignatureCheck(Verdict Verdict)
{
    public bool Holds { get; init; }

    /// <summary>Whose key it is; or, where that is unknown, whose issuer it names. Null when this pool has none such.</summary>
    public AuthorizationServer? Server { get; init; }
}
