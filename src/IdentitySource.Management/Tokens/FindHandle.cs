using IdentitySource.Protocol;
using IdentitySource.Protocol.Tokens;
using IdentitySource.Storage;
using IdentitySource.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IdentitySource.Management.Tokens;

/// <summary>What a handle of a pool is: only its hash is stored, so it is found by that. Nothing is used up by looking.</summary>
public sealed class FindHandle(IDbContextFactory<IdentitySourceDb> contexts)
{
    /// <returns>Null when the pool has issued no such handle, or has forgotten it.</returns>
    public async Task<FoundHandle?> RunAsync(Guid poolId, string text, CancellationToken cancel)
    {
        var hash = new TokenHandle(text).Hash();
        await using var db = await contexts.ForPoolAsync(poolId, cancel);
        return await AccessTokenAsync(db, hash, cancel) ?? await RefreshTokenAsync(db, hash, cancel) ?? await CodeAsync(db, hash, cancel);
    }

    private static async Task<FoundHandle?> AccessTokenAsync(IdentitySourceDb db, byte[] hash, CancellationToken cancel)
    {
        var found = await db.AccessTokens.AsNoTracking().SingleOrDefaultAsync(row => row.Hash == hash, cancel);
        return found is null ? null : new FoundHandle(found.AccessKeyId is null ? HandleKind.AccessToken : HandleKind.MachineToken, found.ServerId, found.ApplicationId)
        {
            AuthorizationId = found.AuthorizationId,
            UserId = await db.Authorizations.Where(row => row.Id == found.AuthorizationId).Select(row => (Guid?)row.UserId).SingleOrDefaultAsync(cancel),
            AccessKeyId = found.AccessKeyId,
            Scopes = Scopes.FromTrusted(found.Scopes),
            IssuedAt = found.IssuedAt,
            ExpiresAt = found.ExpiresAt,
        };
    }

    private static Task<FoundHandle?> RefreshTokenAsync(IdentitySourceDb db, byte[] hash, CancellationToken cancel) => (
        from token in db.Set<RefreshTokenRow>().AsNoTracking()
        where token.Hash == hash
        join authorization in db.Authorizations on token.AuthorizationId equals authorization.Id
        select new FoundHandle(HandleKind.RefreshToken, authorization.ServerId, authorization.ApplicationId)
        {
            AuthorizationId = authorization.Id,
            UserId = authorization.UserId,
            Scopes = Scopes.FromTrusted(authorization.Scopes),
            IssuedAt = token.IssuedAt,
            ExpiresAt = token.ExpiresAt,
            UsedAt = token.SpentAt,
            RevokedAt = authorization.RevokedAt,
        }).SingleOrDefaultAsync(cancel);

    private static Task<FoundHandle?> CodeAsync(IdentitySourceDb db, byte[] hash, CancellationToken cancel) => (
        from authorization in db.Authorizations.AsNoTracking()
        where authorization.CodeHash == hash
        select new FoundHandle(HandleKind.Code, authorization.ServerId, authorization.ApplicationId)
        {
            AuthorizationId = authorization.Id,
            UserId = authorization.UserId,
            Scopes = Scopes.FromTrusted(authorization.Scopes),
            IssuedAt = authorization.CreatedAt,
            ExpiresAt = authorization.CodeExpiresAt ?? authorization.CreatedAt,
            UsedAt = authorization.CodeTakenAt,
            RevokedAt = authorization.RevokedAt,
        }).SingleOrDefaultAsync(cancel);
}

public sealed record FoundHandle(HandleKind Kind, Guid ServerId, Guid ApplicationId)
{
    /// <summary>What it came of; null for a machine's.</summary>
    public Guid? AuthorizationId { get; init; }

    public Guid? UserId { get; init; }

    public Guid? AccessKeyId { get; init; }

    public required Scopes Scopes { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Of a code or a refresh token, which are good once.</summary>
    public DateTimeOffset? UsedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }
}

public enum HandleKind
{
    AccessToken,
    MachineToken,
    RefreshToken,
    Code,
}
