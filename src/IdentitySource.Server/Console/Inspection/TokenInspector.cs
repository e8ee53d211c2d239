using IdentitySource.Management.Tokens;
using IdentitySource.Management.UserPools;
using IdentitySource.Protocol.Jose;
using IdentitySource.Protocol.Ports;
using IdentitySource.Protocol.Tokens;

namespace IdentitySource.Server.Console.Inspection;

/// <summary>
/// Tells what a text is that an administrator pasted: a JWT of this user pool or of somebody else, a handle of this pool, or nothing
/// that is known here. Of another pool it knows nothing: what that has issued is as strange as anything.
/// </summary>
public sealed class TokenInspector(
    JwtSignature signatures, ClaimJudge judge, FindHandle handles, AccessTokenReader accessTokens, IGrantStore grants, PoolServers servers)
{
    private const string Scheme = "Bearer ";

    /// <param name="pasted">Kept by nobody.</param>
    public async Task<Inspection> RunAsync(PoolSummary pool, string? pasted, DateTimeOffset now, CancellationToken cancel)
    {
        var text = (pasted ?? "").Trim();
        text = text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? text[Scheme.Length..].Trim() : text;
        return text.Length == 0 ? new Inspection("nothing") { Verdicts = [new Verdict("", "empty")] }
            : text.Contains('.') ? await JwtAsync(pool, text, now, cancel)
            : await HandleAsync(pool, text, now, cancel);
    }

    private async Task<Inspection> JwtAsync(PoolSummary pool, string text, DateTimeOffset now, CancellationToken cancel)
    {
        if (UnverifiedJws.Read(text, out var why) is not var (header, claims))
        {
            return new Inspection("nothing") { Verdicts = [new Verdict(Verdict.Bad, why!)] };
        }

        var signed = await signatures.CheckAsync(pool, text, header, claims, now, cancel);
        JudgedToken token = new(pool, header, claims, signed, now);
        List<Verdict> verdicts = [signed.Verdict];
        if (token.IsAccessToken && signed is { Holds: true, Server: { } server })
        {
            verdicts.Add(Standing((await accessTokens.ReadAsync(server, text, now, cancel)).Error?.Reason));
        }

        return new Inspection(token.Kind)
        {
            Verdicts = verdicts,
            Header = [.. header.EnumerateObject().Select(member => new JudgedClaim(member.Name, JudgedClaim.Text(member.Value), null))],
            Claims = await judge.JudgeAsync(token, cancel),
        };
    }

    private async Task<Inspection> HandleAsync(PoolSummary pool, string text, DateTimeOffset now, CancellationToken cancel)
    {
        if (await handles.RunAsync(pool.Id, text, cancel) is not { } found)
        {
            return new Inspection("nothing") { Verdicts = [new Verdict(Verdict.Bad, OpaqueToken.Is(text) ? "opaque_unknown" : "handle_unknown")] };
        }

        var server = await servers.FindAsync(pool, found.ServerId, cancel);
        var standing = server is null ? new Verdict(Verdict.Bad, "server_away") : found.Kind switch
        {
            HandleKind.AccessToken or HandleKind.MachineToken => Standing((await accessTokens.ReadAsync(server, text, now, cancel)).Error?.Reason),
            HandleKind.RefreshToken when found.UsedAt is null && found.ExpiresAt > now =>
                Grant((await grants.FindRefreshTokenAsync(pool.Id, found.ServerId, new TokenHandle(text).Hash(), cancel))?.Grant),
            _ => found.RevokedAt is not null ? Grant("revoked") : new Verdict("", "handle_known"),
        };
        return new Inspection(found.Kind switch
        {
            HandleKind.AccessToken => "opaque_token",
            HandleKind.MachineToken => "opaque_machine_token",
            HandleKind.RefreshToken => "refresh_token",
            _ => "code",
        })
        {
            Verdicts = [standing],
            Claims = await judge.JudgeAsync(pool, found, now, cancel),
        };
    }

    /// <summary>In the words of the reader that all endpoints ask.</summary>
    private static Verdict Standing(string? reason) =>
        reason is null ? new Verdict(Verdict.Ok, "standing") : new Verdict(Verdict.Bad, "not_standing") { Reason = reason };

    private static Verdict Grant(Grant? grant) => grant is null ? new Verdict("", "handle_known") : Grant(grant.Dead());

    private static Verdict Grant(string? dead) => dead is null ? new Verdict(Verdict.Ok, "grant_stands") : new Verdict(Verdict.Bad, "grant_" + dead);
}
