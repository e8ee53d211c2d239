using IdentitySource.Protocol;
using IdentitySource.Protocol.Ports;
using IdentitySource.Protocol.Tokens;
using IdentitySource.TestKit.Contracts;
using Xunit;

namespace IdentitySource.Storage.Tests;

/// <summary>An authorization in a fresh pool, with the handles that were given for it.</summary>
public sealed record Granted(Seeded At, Authorization Authorization, TokenHandle Code, TokenHandle Refresh)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    public static readonly TimeSpan AbsoluteLifetime = TimeSpan.FromDays(365);

    public static readonly TimeSpan CodeLifetime = TimeSpan.FromSeconds(60);

    public static readonly TimeSpan AccessTokenLifetime = TimeSpan.FromHours(1);

    public NewRefreshToken NewRefreshToken => new(Refresh.Hash(), Lifetime, AbsoluteLifetime);

    /// <summary>With a code that nobody used yet.</summary>
    public static async Task<Granted> IssueAsync(StoreGround ground, bool offline = true, Seeded? at = null, string scopes = "openid profile")
    {
        at ??= await ground.SeedAsync();
        var authorization = AuthorizationAt(at, offline, scopes);
        Granted granted = new(at, authorization, TokenHandle.New(), TokenHandle.New());
        AuthorizationCode code = new(granted.Code.Hash(), "https://rp.acme.test/cb", null, at.Now + CodeLifetime);
        Assert.True(await ground.Grants.AddAsync(authorization, code, null, default));
        return granted;
    }

    public static Authorization OfflineAt(Seeded at) => AuthorizationAt(at, offline: true, "openid offline_access");

    /// <summary>With a code that has bought a refresh token.</summary>
    public static async Task<Granted> RedeemAsync(StoreGround ground, Seeded? at = null)
    {
        var granted = await IssueAsync(ground, at: at);
        Assert.IsType<TakenCode.First>(await granted.TakeAsync(ground.Grants));
        return granted;
    }

    public Task<TakenCode> TakeAsync(IGrantStore grants) => grants.TakeCodeAsync(At.PoolId, At.ServerId, Code.Hash(), NewRefreshToken, At.Now, default);

    public RefreshUse Use(TokenHandle token, TokenHandle successor, DateTimeOffset now) => new(
        At.PoolId, At.ServerId, At.ApplicationId, token.Hash(), new NewRefreshToken(successor.Hash(), Lifetime, AbsoluteLifetime), Rotate: true, now);

    public Task<FoundRefreshToken?> FindAsync(IGrantStore grants, TokenHandle token) => grants.FindRefreshTokenAsync(At.PoolId, At.ServerId, token.Hash(), default);

    public async Task<Grant> GetAsync(IGrantStore grants) => (await grants.FindGrantAsync(At.PoolId, Authorization.Id, "some-token", default))!;

    private static Authorization AuthorizationAt(Seeded at, bool offline, string scopes) => new()
    {
        Id = Guid.CreateVersion7(at.Now),
        PoolId = at.PoolId,
        ServerId = at.ServerId,
        ApplicationId = at.ApplicationId,
        SubjectId = at.Subject.Id,
        SessionId = at.Session.Id,
        Scopes = Scopes.FromTrusted(scopes),
        AuthenticatedAt = at.Session.AuthenticatedAt,
        Methods = "pwd",
        CreatedAt = at.Now,
        Offline = offline,
        ExpiresAt = at.Now + (offline ? AbsoluteLifetime : CodeLifetime) + AccessTokenLifetime,
    };
}
