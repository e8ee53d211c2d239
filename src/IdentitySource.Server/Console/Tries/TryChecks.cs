using IdentitySource.Protocol;
using IdentitySource.Protocol.Jose;
using IdentitySource.Protocol.Token;

namespace IdentitySource.Server.Console.Tries;

/// <summary>What an application must compare before it believes an answer.</summary>
internal static class TryChecks
{
    public static IEnumerable<TryCheck> Of(AuthorizationServer server, PendingTry pending, IReadOnlyDictionary<string, string> answer, TokenResponse? issued)
    {
        // Whatever comes with another state is not looked at any further (RFC 6749 §10.12).
        yield return new TryCheck("state", Holds: true);

        // RFC 9207 §2.4.
        yield return new TryCheck("iss", answer.GetValueOrDefault("iss") == server.Issuer);
        foreach (var check in OfIdToken(pending, answer.GetValueOrDefault("id_token"), answer.GetValueOrDefault("access_token"), answer.GetValueOrDefault("code")))
        {
            yield return check;
        }

        foreach (var check in OfIdToken(pending, issued?.IdToken, issued?.AccessToken, code: null))
        {
            yield return check;
        }
    }

    /// <summary>OIDC Core §3.1.3.7 item 11, §3.3.2.10.</summary>
    private static IEnumerable<TryCheck> OfIdToken(PendingTry pending, string? idToken, string? accessToken, string? code)
    {
        if (idToken is null || UnverifiedJws.Read(idToken, out _) is not var (header, claims)
            || !SigningAlgorithms.TryParse(header.GetProperty("alg").GetString(), out var algorithm))
        {
            yield break;
        }

        string? Claim(string name) => claims.TryGetProperty(name, out var value) ? value.GetString() : null;
        if (pending.Nonce is { } nonce)
        {
            yield return new TryCheck("nonce", Claim("nonce") == nonce);
        }

        if (accessToken is not null)
        {
            yield return new TryCheck("at_hash", Claim("at_hash") is var bound && bound == TokenHash.Half(algorithm, accessToken));
        }

        if (code is not null)
        {
            yield return new TryCheck("c_hash", Claim("c_hash") is var bound && bound == TokenHash.Half(algorithm, code));
        }
    }
}

/// <param name="Name">Of the parameter or claim.</param>
public sealed record TryCheck(string Name, bool Holds);
