using System.Globalization;
using System.Text.Json;
using IdentitySource.Management.Tokens;
using IdentitySource.Management.UserPools;
using IdentitySource.Protocol;
using IdentitySource.Protocol.Claims;

namespace IdentitySource.Server.Console.Inspection;

/// <summary>Says of each claim what it means here: a time against the clock, an id against who has it, a name against the scope that releases it.</summary>
public sealed class ClaimJudge(PoolNames names, PoolServers servers)
{
    /// <summary>A token may name thousands; nobody needs them all looked up.</summary>
    private const int MostLookedUp = 5;

    public async Task<IReadOnlyList<JudgedClaim>> JudgeAsync(JudgedToken token, CancellationToken cancel)
    {
        List<JudgedClaim> judged = [];
        foreach (var claim in token.Claims.EnumerateObject())
        {
            judged.Add(new JudgedClaim(claim.Name, JudgedClaim.Text(claim.Value), await JudgeAsync(token, claim.Name, claim.Value, cancel)));
        }

        if (!token.Claims.TryGetProperty("exp", out _))
        {
            judged.Add(new JudgedClaim("exp", "–", new Verdict(Verdict.Bad, "exp_missing")));
        }

        return judged;
    }

    /// <summary>What is known of a handle, in the words of introspection (RFC 7662 §2.2).</summary>
    public async Task<IReadOnlyList<JudgedClaim>> JudgeAsync(PoolSummary pool, FoundHandle found, DateTimeOffset now, CancellationToken cancel)
    {
        var server = await servers.FindAsync(pool, found.ServerId, cancel);
        var client = (found.AccessKeyId ?? found.ApplicationId).ToString("N");
        List<JudgedClaim> judged = [];
        if (server is not null)
        {
            judged.Add(new JudgedClaim("iss", server.Issuer, new Verdict(Verdict.Ok, "iss_ours")));
        }

        judged.Add(new JudgedClaim("client_id", client, await names.ClientAsync(pool.Id, client, cancel)));
        if (found.UserId is { } user)
        {
            judged.Add(new JudgedClaim("sub", user.ToString("N"), await names.UserAsync(pool.Id, user.ToString("N"), cancel)));
        }

        judged.Add(new JudgedClaim("scope", found.Scopes.ToString(), Scope(server, found.Scopes.ToString())));
        judged.Add(new JudgedClaim("iat", Seconds(found.IssuedAt), Past(found.IssuedAt, now, "issued")));
        judged.Add(new JudgedClaim("exp", Seconds(found.ExpiresAt), Expiry(found.ExpiresAt, now)));
        if (found.UsedAt is { } used)
        {
            judged.Add(new JudgedClaim("used", Seconds(used), new Verdict(Verdict.Bad, found.Kind == HandleKind.Code ? "code_used" : "refresh_used", now - used)));
        }

        return judged;
    }

    private async Task<Verdict?> JudgeAsync(JudgedToken token, string name, JsonElement value, CancellationToken cancel) => name switch
    {
        "iss" => await IssuerAsync(token, value, cancel),
        "aud" => await AudienceAsync(token, value, cancel),
        "azp" or "client_id" => Text(value) is { } client ? await names.ClientAsync(token.Pool.Id, client, cancel) : NotText,
        "sub" => Text(value) is { } subject ? await names.UserAsync(token.Pool.Id, subject, cancel) : NotText,
        "exp" => Time(value) is { } at ? Expiry(at, token.Now) : NotTime,
        "nbf" => Time(value) is not { } at ? NotTime : at > token.Now ? new Verdict(Verdict.Bad, "not_yet", at - token.Now) : new Verdict(Verdict.Ok, "since", token.Now - at),
        "iat" => Time(value) is { } at ? Past(at, token.Now, "issued") : NotTime,
        "auth_time" => Time(value) is { } at ? Past(at, token.Now, "authenticated") : NotTime,
        "scope" => Text(value) is { } scope ? Scope(token.Signature.Server, scope) : NotText,
        "nonce" or "at_hash" or "c_hash" or "s_hash" or "sid" or "acr" or "amr" or "jti" => new Verdict("", name),
        _ => ClaimSources.All.FirstOrDefault(source => source.Claims.Any(claim => claim.Name == name)) is { } source ? new Verdict("", "of_scope", source.Scope)
            : token.Signature.Server?.CustomScopes.All.FirstOrDefault(scope => scope.Claims.Any(claim => claim.Name == name)) is { } own ? new Verdict("", "of_scope", own.Name)
            : null,
    };

    private static Verdict NotText => new(Verdict.Bad, "not_text");

    private static Verdict NotTime => new(Verdict.Bad, "not_time");

    private async Task<Verdict> IssuerAsync(JudgedToken token, JsonElement value, CancellationToken cancel) =>
        Text(value) is not { } issuer ? NotText
        : token.Signature.Server is { } server && server.Issuer == issuer ? new Verdict(Verdict.Ok, "iss_ours")
        : await servers.FindAsync(token.Pool, issuer, cancel) is null ? new Verdict(Verdict.Bad, "iss_foreign")
        : new Verdict(Verdict.Bad, "iss_of_other_key");

    private async Task<Verdict> AudienceAsync(JudgedToken token, JsonElement value, CancellationToken cancel)
    {
        var audience = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Take(MostLookedUp).Select(Text)] : new[] { Text(value) };
        List<Verdict> found = [];
        foreach (var each in audience)
        {
            found.Add(each is null ? NotText : await names.ClientAsync(token.Pool.Id, each, cancel));
        }

        return found is [var only] ? only
            : found.Find(each => each.Tone == Verdict.Bad) is { } bad ? bad
            : new Verdict(Verdict.Ok, "aud_several", string.Join(", ", found.SelectMany(each => each.Values)));
    }

    private static Verdict Scope(AuthorizationServer? server, string scope)
    {
        var strange = scope.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(name => server is not null && !server.KnowsScope(name)).ToList();
        return strange.Count == 0 ? new Verdict("", "scope") : new Verdict("", "scope_items", string.Join(' ', strange));
    }

    private static Verdict Expiry(DateTimeOffset at, DateTimeOffset now) =>
        at > now ? new Verdict(Verdict.Ok, "lasts", at - now) : new Verdict(Verdict.Bad, "expired", now - at);

    private static Verdict Past(DateTimeOffset at, DateTimeOffset now, string key) =>
        at <= now ? new Verdict(Verdict.Ok, key, now - at) : new Verdict(Verdict.Bad, "in_future", at - now);

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>RFC 7519 §2 allows fractions; what no calendar has is no time.</summary>
    private static DateTimeOffset? Time(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds) && seconds is >= 0 and < 253402300800
            ? DateTimeOffset.UnixEpoch.AddSeconds(Math.Floor(seconds))
            : null;

    private static string Seconds(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
