using System.Data.Common;
using IdentitySource.Protocol;
using IdentitySource.Protocol.Ports;
using IdentitySource.Protocol.Tokens;
using IdentitySource.Storage.Statements;

namespace IdentitySource.Storage.Stores;

/// <summary>
/// Authorizations and what points at them, in plain ADO.NET: these are the statements of every token request. Each method is one
/// statement, so it is atomic without a transaction that the database would have to be told of.
/// </summary>
public sealed class GrantStore(Database database, GrantStatements sql) : IGrantStore
{
    /// <summary>A code is remembered this long after its authorization's end, so that a late replay is still seen for what it is.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    public async Task<bool> AddAsync(Authorization authorization, AuthorizationCode? code, Guid? flowId, CancellationToken cancel)
    {
        await using var command = Adding(sql.Add, authorization, code, flowId);
        return await database.ExecuteAsync(command, cancel) == 1;
    }

    public async Task<Grant?> AddTellingAsync(Authorization authorization, AuthorizationCode? code, Guid? flowId, CancellationToken cancel)
    {
        await using var command = Adding(sql.AddTelling, authorization, code, flowId);
        return await database.FindAsync(command, reader => ReadGrant(reader, authorization.PoolId), cancel);
    }

    public async Task<bool> IsAnsweredAsync(Guid poolId, Guid flowId, CancellationToken cancel)
    {
        await using var command = database.Command(sql.IsAnswered).With("pool", poolId).With("flow", flowId);
        return await database.FindAsync(command, static _ => true, cancel);
    }

    public async Task<Grant?> AddProvenAsync(
        Authorization authorization, string? stamp, string? peer, NewRefreshToken refreshToken, CancellationToken cancel)
    {
        await using var command = database.Command(sql.AddProven)
            .With("pool", authorization.PoolId)
            .With("id", authorization.Id)
            .With("server", authorization.ServerId)
            .With("application", authorization.ApplicationId)
            .With("person", authorization.SubjectId)
            .With("stamp", stamp)
            .With("remote_address", peer)
            .With("scopes", authorization.Scopes.ToString())
            .With("authenticated_at", authorization.AuthenticatedAt)
            .With("methods", authorization.Methods)
            .With("now", authorization.CreatedAt)
            .With("offline", authorization.Offline)
            .With("expires_at", authorization.ExpiresAt + Remembered)
            .With("refresh", refreshToken.Hash)
            .With("refresh_expires_at", authorization.CreatedAt + refreshToken.Lifetime)
            .With("absolute", refreshToken.AbsoluteLifetime);
        return await database.FindAsync(command, reader => ReadGrant(reader, authorization.PoolId), cancel);
    }

    public async Task<TakenCode> TakeCodeAsync(
        Guid poolId, Guid serverId, byte[] codeHash, NewRefreshToken refreshToken, DateTimeOffset now, CancellationToken cancel)
    {
        await using var command = database.Command(sql.TakeCode)
            .With("pool", poolId)
            .With("server", serverId)
            .With("code", codeHash)
            .With("refresh", refreshToken.Hash)
            .With("refresh_expires_at", now + refreshToken.Lifetime)
            .With("absolute", refreshToken.AbsoluteLifetime)
            .With("remembered", Remembered)
            .With("now", now);
        return await database.FindAsync(command, row => ReadTaken(row, poolId, codeHash), cancel) ?? new TakenCode.Unknown();
    }

    public async Task<UsedRefreshToken?> UseRefreshTokenAsync(RefreshUse use, CancellationToken cancel)
    {
        await using var command = database.Command(use.Rotate ? sql.SpendRefreshToken : sql.ExtendRefreshToken)
            .With("pool", use.PoolId)
            .With("server", use.ServerId)
            .With("application", use.ApplicationId)
            .With("token", use.Hash)
            .With("expires_at", use.Now + use.Successor.Lifetime)
            .With("absolute", use.Successor.AbsoluteLifetime)
            .With("now", use.Now);
        if (use.Rotate)
        {
            command.With("successor", use.Successor.Hash);
        }

        return await database.FindAsync(command, reader =>
        {
            RowCursor row = new(reader);
            var grant = GrantReader.Read(ref row, use.PoolId);
            return new UsedRefreshToken(grant, row.Time(), row.TimeOrNull(), row.TimeOrNull());
        }, cancel);
    }

    public async Task<FoundRefreshToken?> FindRefreshTokenAsync(Guid poolId, Guid serverId, byte[] hash, CancellationToken cancel)
    {
        await using var command = database.Command(sql.FindRefreshToken).With("pool", poolId).With("server", serverId).With("token", hash);
        return await database.FindAsync(command, reader =>
        {
            RowCursor row = new(reader);
            var grant = GrantReader.Read(ref row, poolId);
            return new FoundRefreshToken(grant, row.Time(), row.Time(), row.TimeOrNull());
        }, cancel);
    }

    public async Task<Grant?> FindGrantAsync(Guid poolId, Guid authorizationId, string? tokenId, CancellationToken cancel)
    {
        await using var command = database.Command(sql.FindGrant).With("pool", poolId).With("id", authorizationId).With("token", tokenId);
        return await database.FindAsync(command, reader => ReadGrant(reader, poolId), cancel);
    }

    public async Task RevokeAsync(Guid poolId, Guid authorizationId, string reason, DateTimeOffset now, CancellationToken cancel)
    {
        await using var command = database.Command(sql.Revoke).With("pool", poolId).With("id", authorizationId).With("reason", reason).With("now", now);
        await database.ExecuteAsync(command, cancel);
    }

    public async Task AddAccessTokenAsync(NewAccessToken token, CancellationToken cancel)
    {
        await using var command = database.Command(sql.AddAccessToken)
            .With("pool", token.PoolId)
            .With("id", token.AuthorizationId)
            .With("token", token.Hash)
            .With("scopes", token.Scopes.ToString())
            .With("now", token.IssuedAt)
            .With("expires_at", token.ExpiresAt);
        await database.ExecuteAsync(command, cancel);
    }

    public async Task<FoundAccessToken?> FindAccessTokenAsync(Guid poolId, Guid serverId, byte[] hash, CancellationToken cancel)
    {
        await using var command = database.Command(sql.FindAccessToken).With("pool", poolId).With("server", serverId).With("token", hash);
        return await database.FindAsync(command, reader =>
        {
            RowCursor row = new(reader);
            var grant = GrantReader.Read(ref row, poolId);
            return new FoundAccessToken(grant, Scopes.FromTrusted(row.Text()), row.Time(), row.Time());
        }, cancel);
    }

    public async Task AddMachineTokenAsync(NewMachineToken token, CancellationToken cancel)
    {
        await using var command = database.Command(sql.AddMachineToken)
            .With("pool", token.PoolId)
            .With("server", token.ServerId)
            .With("application", token.ApplicationId)
            .With("id", token.AccessKeyId)
            .With("token", token.Hash)
            .With("scopes", token.Scopes.ToString())
            .With("now", token.IssuedAt)
            .With("expires_at", token.ExpiresAt);
        await database.ExecuteAsync(command, cancel);
    }

    public async Task<FoundMachineToken?> FindMachineTokenAsync(Guid poolId, Guid serverId, byte[] hash, CancellationToken cancel)
    {
        await using var command = database.Command(sql.FindMachineToken).With("pool", poolId).With("server", serverId).With("token", hash);
        return await database.FindAsync(command, static reader =>
        {
            RowCursor row = new(reader);
            return new FoundMachineToken(row.Id(), row.Id(), Scopes.FromTrusted(row.Text()), row.Time(), row.Time());
        }, cancel);
    }

    public async Task RevokeAccessTokenAsync(Guid poolId, byte[] hash, CancellationToken cancel)
    {
        await using var command = database.Command(sql.ForgetAccessToken).With("pool", poolId).With("token", hash);
        await database.ExecuteAsync(command, cancel);
    }

    public async Task<bool> IsAccessTokenRevokedAsync(Guid poolId, string tokenId, CancellationToken cancel)
    {
        await using var command = database.Command(sql.FindRevokedAccessToken).With("pool", poolId).With("token", tokenId);
        return await database.FindAsync(command, static _ => "revoked", cancel) is not null;
    }

    public async Task RevokeAccessTokenAsync(Guid poolId, string tokenId, DateTimeOffset expiresAt, CancellationToken cancel)
    {
        await using var command = database.Command(sql.RevokeAccessToken).With("pool", poolId).With("token", tokenId).With("expires_at", expiresAt);
        await database.ExecuteAsync(command, cancel);
    }

    private Statement Adding(string statement, Authorization authorization, AuthorizationCode? code, Guid? flowId)
    {
        var end = code is null || authorization.ExpiresAt > code.ExpiresAt ? authorization.ExpiresAt : code.ExpiresAt;
        return database.Command(statement)
            .With("pool", authorization.PoolId)
            .With("id", authorization.Id)
            .With("server", authorization.ServerId)
            .With("application", authorization.ApplicationId)
            .With("person", authorization.SubjectId)
            .With("session", authorization.SessionId)
            .With("flow", flowId)
            .With("scopes", authorization.Scopes.ToString())
            .With("rejected_scopes", authorization.RejectedScopes.Count == 0 ? null : authorization.RejectedScopes.ToString())
            .With("id_token_claims", Words(authorization.Claims.IdToken))
            .With("user_info_claims", Words(authorization.Claims.UserInfo))
            .With("authenticated_at", authorization.AuthenticatedAt)
            .With("methods", authorization.Methods)
            .With("nonce", authorization.Nonce)
            .With("now", authorization.CreatedAt)
            .With("offline", authorization.Offline)
            .With("outlives", authorization is { Offline: true, SessionId: not null, RevokedAt: null })
            .With("revoked_at", authorization.RevokedAt)
            .With("code", code?.Hash)
            .With("redirect_uri", code?.RedirectUri)
            .With("challenge", code?.Challenge?.Value)
            .With("challenge_method", code?.Challenge?.Method)
            .With("code_expires_at", code?.ExpiresAt)
            .With("expires_at", end + Remembered);
    }

    private static Grant ReadGrant(DbDataReader reader, Guid poolId)
    {
        RowCursor row = new(reader);
        return GrantReader.Read(ref row, poolId);
    }

    private static TakenCode ReadTaken(DbDataReader reader, Guid poolId, byte[] hash)
    {
        RowCursor row = new(reader);
        var (authorizationId, applicationId) = (row.Id(), row.Id());
        if (!row.Flag())
        {
            return new TakenCode.Again(authorizationId, applicationId);
        }

        var (redirectUri, challenge, method, expiresAt) = (row.Text(), row.TextOrNull(), row.TextOrNull(), row.Time());
        var proof = challenge is null || method is null ? null : new CodeChallenge(challenge, method);
        return new TakenCode.First(new AuthorizationCode(hash, redirectUri, proof, expiresAt), GrantReader.Read(ref row, poolId));
    }

    private static string? Words(IReadOnlyList<string> names) => names.Count == 0 ? null : string.Join(' ', names);
}
