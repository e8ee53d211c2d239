using System.Text.Json;
using IdentitySource.Management.UserPools;
using IdentitySource.Protocol.Tokens;

namespace IdentitySource.Server.Console.Inspection;

/// <summary>A JWT while its claims are judged: what it says, and what is known of its signature.</summary>
public sealed record JudgedToken(PoolSummary Pool, JsonElement Header, JsonElement Claims, SignatureCheck Signature, DateTimeOffset Now)
{
    /// <summary>RFC 9068 §2.1: the type in the header tells, not what the claims look like.</summary>
    public bool IsAccessToken => Typ is { } typ && typ.Replace("application/", "", StringComparison.OrdinalIgnoreCase).Equals(AccessToken.Typ, StringComparison.OrdinalIgnoreCase);

    public string Kind =>
        !IsAccessToken ? Typ == IdToken.Typ && Claims.TryGetProperty("aud", out _) && Claims.TryGetProperty("sub", out _) ? "id_token" : "jwt"
        : Claims.TryGetProperty("sub", out _) ? "access_token"
        : "machine_token";

    private string? Typ => JwtSignature.Member(Header, "typ");
}
