using IdentitySource.Protocol.Ports;
using IdentitySource.Protocol.Tokens;

namespace IdentitySource.TestKit.Memory;

/// <summary>Grants in dictionaries behind one lock, which stands for the row locks of a database.</summary>
public sealed class MemoryGrantStore(MemoryPeople people) : IGrantStore
{
    private readonly Lock sync = new();
    private readonly Dictionary<(Guid PoolId, Guid Id), Authorization> authorizations = [];
    private readonly HashSet<(Guid PoolId, Guid FlowId)> flows = [];
    private readonly Dictionary<(Guid PoolId, string Hash), StoredCode> codes = [];
    private readonly Dictionary<(Guid PoolId, string Hash), StoredRefreshToken> refreshTokens = [];
    private readonly Dictionary<(Guid PoolId, string Hash), NewAccessToken> accessTokens = [];
    private readonly Dictionary<(Guid PoolId, string Hash), NewMachineToken> machineTokens = [];
    private readonly HashSet<(Guid PoolId, string? TokenId)> revokedTokens = [];
    private readonly List<(Guid AuthorizationId, string Reason)> revocations = [];

    /// <summary>Every authorization that was ended, with the reason of the first time.</summary>
    public IReadOnlyList<(Guid AuthorizationId, string Reason)> Revocations => revocations;

    public IReadOnlyCollection<Authorization> Authorizations => authorizations.Values;

    /// <summary>Refresh tokens that were never used and whose authorization stands: the live leaves.</summary>
    public int LiveRefreshTokens => refreshTokens.Values.Count(token => token.SpentAt is null && authorizations[(token.PoolId, token.AuthorizationId)].RevokedAt is null);

    public Task<bool> AddAsync(Authorization authorization, AuthorizationCode? code, Guid? flowId, CancellationToken cancel)
    {
        lock (sync)
        {
            if ((authorization is { Offline: true, RevokedAt: null } && people.GrantOf(authorization).SessionEnded)
                || (flowId is { } flow && !flows.Add((authorization.PoolId, flow))))
            {
                return Task.FromResult(false);
            }

            authorizations.Add((authorization.PoolId, authorization.Id), authorization);
            if (code is not null)
            {
                codes.Add(Key(authorization.PoolId, code.Hash), new StoredCode(code, authorization.Id));
            }

            return Task.FromResult(true);
        }
    }

    public async Task<Grant?> AddTellingAsync(Authorization authorization, AuthorizationCode? code, Guid? flowId, CancellationToken cancel) =>
        await AddAsync(authorization, code, flowId, cancel) ? await FindGrantAsync(authorization.PoolId, authorization.Id, tokenId: null, cancel) : null;

    public Task<bool> IsAnsweredAsync(Guid poolId, Guid flowId, CancellationToken cancel)
    {
        lock (sync)
        {
            return Task.FromResult(flows.Contains((poolId, flowId)));
        }
    }

    public Task<Grant?> AddProvenAsync(Authorization authorization, string? stamp, string? peer, NewRefreshToken refreshToken, CancellationToken cancel)
    {
        lock (sync)
        {
            if (people.StampOf(authorization.PoolId, authorization.SubjectId) != stamp || people.Find(authorization.PoolId, authorization.SubjectId) is not { Active: true })
            {
                return Task.FromResult<Grant?>(null);
            }

            authorizations.Add((authorization.PoolId, authorization.Id), authorization);
            if (authorization.Offline && refreshToken.Hash is not null)
            {
                Write(authorization, refreshToken, authorization.CreatedAt);
            }

            return Task.FromResult<Grant?>(people.GrantOf(authorization));
        }
    }

    public Task<TakenCode> TakeCodeAsync(
        Guid poolId, Guid serverId, byte[] codeHash, NewRefreshToken refreshToken, DateTimeOffset now, CancellationToken cancel)
    {
        lock (sync)
        {
            if (!codes.TryGetValue(Key(poolId, codeHash), out var stored)
                || authorizations[(poolId, stored.AuthorizationId)] is not { } authorization
                || authorization.ServerId != serverId)
            {
                return Task.FromResult<TakenCode>(new TakenCode.Unknown());
            }

            if (stored.Taken)
            {
                return Task.FromResult<TakenCode>(new TakenCode.Again(authorization.Id, authorization.ApplicationId));
            }

            stored.Taken = true;
            if (authorization.Offline && refreshToken.Hash is not null)
            {
                Write(authorization, refreshToken, now);
            }

            return Task.FromResult<TakenCode>(new TakenCode.First(stored.Code, people.GrantOf(authorization)));
        }
    }

    public Task<UsedRefreshToken?> UseRefreshTokenAsync(RefreshUse use, CancellationToken cancel)
    {
        lock (sync)
        {
            if (Find(use.PoolId, use.ServerId, use.Hash) is not var (token, authorization) || authorization.ApplicationId != use.ApplicationId)
            {
                return Task.FromResult<UsedRefreshToken?>(null);
            }

            var expiresAt = token.ExpiresAt;
            if (expiresAt > use.Now && people.MayEnter(authorization.SubjectId, authorization.ApplicationId))
            {
                Advance(token, authorization, use);
            }

            var successor = token.SuccessorHash is { } next ? refreshTokens.GetValueOrDefault(Key(use.PoolId, next)) : null;
            return Task.FromResult<UsedRefreshToken?>(new UsedRefreshToken(people.GrantOf(authorization), expiresAt, token.SpentAt, successor?.SpentAt));
        }
    }

    public Task<FoundRefreshToken?> FindRefreshTokenAsync(Guid poolId, Guid serverId, byte[] hash, CancellationToken cancel)
    {
        lock (sync)
        {
            return Task.FromResult(Find(poolId, serverId, hash) is var (token, authorization)
                ? new FoundRefreshToken(people.GrantOf(authorization), token.IssuedAt, token.ExpiresAt, token.SpentAt)
                : null);
        }
    }

    public Task<Grant?> FindGrantAsync(Guid poolId, Guid authorizationId, string? tokenId, CancellationToken cancel)
    {
        lock (sync)
        {
            return Task.FromResult(authorizations.TryGetValue((poolId, authorizationId), out var authorization) && !revokedTokens.Contains((poolId, tokenId))
                ? people.GrantOf(authorization)
                : null);
        }
    }

    public Task RevokeAsync(Guid poolId, Guid authorizationId, string reason, DateTimeOffset now, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        lock (sync)
        {
            if (authorizations.TryGetValue((poolId, authorizationId), out var authorization) && authorization.RevokedAt is null)
            {
                authorizations[(poolId, authorizationId)] = authorization with { RevokedAt = now };
                revocations.Add((authorizationId, reason));
            }

            return Task.CompletedTask;
        }
    }

    public Task AddAccessTokenAsync(NewAccessToken token, CancellationToken cancel)
    {
        lock (sync)
        {
            if (authorizations.ContainsKey((token.PoolId, token.AuthorizationId)))
            {
                accessTokens.Add(Key(token.PoolId, token.Hash), token);
            }

            return Task.CompletedTask;
        }
    }

    public Task<FoundAccessToken?> FindAccessTokenAsync(Guid poolId, Guid serverId, byte[] hash, CancellationToken cancel)
    {
        lock (sync)
        {
            return Task.FromResult(accessTokens.TryGetValue(Key(poolId, hash), out var token)
                && authorizations[(poolId, token.AuthorizationId)] is var authorization
                && authorization.ServerId == serverId
                    ? new FoundAccessToken(people.GrantOf(authorization), token.Scopes, token.IssuedAt, token.ExpiresAt)
                    : null);
        }
    }

    public Task AddMachineTokenAsync(NewMachineToken token, CancellationToken cancel)
    {
        lock (sync)
        {
            machineTokens.Add(Key(token.PoolId, token.Hash), token);
            return Task.CompletedTask;
        }
    }

    public Task<FoundMachineToken?> FindMachineTokenAsync(Guid poolId, Guid serverId, byte[] hash, CancellationToken cancel)
    {
        lock (sync)
        {
            return Task.FromResult(machineTokens.TryGetValue(Key(poolId, hash), out var token) && token.ServerId == serverId
                ? new FoundMachineToken(token.AccessKeyId, token.ApplicationId, token.Scopes, token.IssuedAt, token.ExpiresAt)
                : null);
        }
    }

    public Task RevokeAccessTokenAsync(Guid poolId, byte[] hash, CancellationToken cancel)
    {
        lock (sync)
        {
            accessTokens.Remove(Key(poolId, hash));
            machineTokens.Remove(Key(poolId, hash));
            return Task.CompletedTask;
        }
    }

    public Task<bool> IsAccessTokenRevokedAsync(Guid poolId, string tokenId, CancellationToken cancel)
    {
        lock (sync)
        {
            return Task.FromResult(revokedTokens.Contains((poolId, tokenId)));
        }
    }

    public Task RevokeAccessTokenAsync(Guid poolId, string tokenId, DateTimeOffset expiresAt, CancellationToken cancel)
    {
        lock (sync)
        {
            revokedTokens.Add((poolId, tokenId));
            return Task.CompletedTask;
        }
    }

    private static (Guid PoolId, string Hash) Key(Guid poolId, byte[] hash) => (poolId, Convert.ToHexString(hash));

    private static DateTimeOffset End(Authorization authorization, NewRefreshToken token, DateTimeOffset now)
    {
        var (sliding, absolute) = (now + token.Lifetime, authorization.CreatedAt + token.AbsoluteLifetime);
        return sliding < absolute ? sliding : absolute;
    }

    private void Advance(StoredRefreshToken token, Authorization authorization, RefreshUse use)
    {
        if (token.SpentAt is null && !use.Rotate)
        {
            token.ExpiresAt = End(authorization, use.Successor, use.Now);
        }
        else if (token.SpentAt is null)
        {
            // A database keeps microseconds.
            token.SpentAt = use.Now.AddTicks(-(use.Now.Ticks % TimeSpan.TicksPerMicrosecond));
            token.SuccessorHash = use.Successor.Hash;
            Write(authorization, use.Successor, use.Now);
        }
    }

    private void Write(Authorization authorization, NewRefreshToken token, DateTimeOffset now) =>
        refreshTokens.Add(Key(authorization.PoolId, token.Hash!), new StoredRefreshToken(authorization.PoolId, authorization.Id, now)
        {
            ExpiresAt = End(authorization, token, now),
        });

    private (StoredRefreshToken Token, Authorization Authorization)? Find(Guid poolId, Guid serverId, byte[] hash) =>
        refreshTokens.TryGetValue(Key(poolId, hash), out var token)
        && authorizations[(poolId, token.AuthorizationId)] is var authorization
        && authorization.ServerId == serverId
            ? (token, authorization)
            : null;

    private sealed class StoredCode(AuthorizationCode code, Guid authorizationId)
    {
        public AuthorizationCode Code { get; } = code;

        public Guid AuthorizationId { get; } = authorizationId;

        public bool Taken { get; set; }
    }

    private sealed class StoredRefreshToken(Guid poolId, Guid authorizationId, DateTimeOffset issuedAt)
    {
        public Guid PoolId { get; } = poolId;

        public Guid AuthorizationId { get; } = authorizationId;

        public DateTimeOffset IssuedAt { get; } = issuedAt;

        public DateTimeOffset ExpiresAt { get; set; }

        public DateTimeOffset? SpentAt { get; set; }

        public byte[]? SuccessorHash { get; set; }
    }
}
