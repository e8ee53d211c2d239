using IdentitySource.Protocol;
using IdentitySource.Protocol.Ports;
using IdentitySource.Protocol.Tokens;
using Xunit;

namespace IdentitySource.TestKit.Contracts;

/// <summary>
/// What every <see cref="IGrantStore"/> promises. A test class derives from it for each store; the facts are in the parts of this
/// class: adding, codes, refresh tokens, opaque access tokens, those of machines, revoking.
/// </summary>
public abstract partial class GrantStoreContract
{
    private const int Contenders = 16;

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    private static readonly TimeSpan AbsoluteLifetime = TimeSpan.FromDays(365);

    protected abstract IStoreGround Ground { get; }

    private static byte[] NewHash() => TokenHandle.New().Hash();

    private static Authorization AuthorizationAt(Seeded at, bool offline = true) => new()
    {
        Id = Guid.CreateVersion7(at.Now),
        PoolId = at.PoolId,
        ServerId = at.ServerId,
        ApplicationId = at.ApplicationId,
        SubjectId = at.Subject.Id,
        SessionId = at.Session.Id,
        Scopes = Scopes.Of(offline ? ["openid", "offline_access", "profile"] : ["openid", "profile"]),
        Claims = new ClaimsRequest(["email"], ["phone_number", "name"]),
        AuthenticatedAt = at.Session.AuthenticatedAt,
        Methods = at.Session.Methods,
        Nonce = "n-0S6_WzA2Mj",
        CreatedAt = at.Now,
        Offline = offline,
    };

    private static AuthorizationCode CodeAt(Seeded at) =>
        new(NewHash(), "https://rp.acme.test/cb", new CodeChallenge("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "S256"), at.Now.AddSeconds(60));

    /// <summary>An authorization with its code, neither used yet.</summary>
    private async Task<Issued> IssueAsync(bool offline = true)
    {
        var at = await Ground.SeedAsync();
        Issued issued = new(at, AuthorizationAt(at, offline), CodeAt(at));
        Assert.True(await Ground.Grants.AddAsync(issued.Authorization, issued.Code, flowId: null, default));
        return issued;
    }

    /// <summary>An authorization whose code has bought a refresh token.</summary>
    private async Task<(Issued Issued, byte[] RefreshToken)> IssueRefreshTokenAsync()
    {
        var issued = await IssueAsync();
        var hash = NewHash();
        Assert.IsType<TakenCode.First>(await TakeAsync(issued, hash));
        return (issued, hash);
    }

    private Task<TakenCode> TakeAsync(Issued issued, byte[]? refreshHash = null) =>
        Ground.Grants.TakeCodeAsync(
            issued.At.PoolId, issued.At.ServerId, issued.Code.Hash, new NewRefreshToken(refreshHash, Lifetime, AbsoluteLifetime), issued.At.Now, default);

    private static RefreshUse Use(Seeded at, byte[] hash, byte[] successor, TimeSpan after) => new(
        at.PoolId, at.ServerId, at.ApplicationId, hash, new NewRefreshToken(successor, Lifetime, AbsoluteLifetime), Rotate: true, at.Now + after);

    private Task<FoundRefreshToken?> FindAsync(Seeded at, byte[] hash) => Ground.Grants.FindRefreshTokenAsync(at.PoolId, at.ServerId, hash, default);

    private Task<Grant?> FindGrantAsync(Issued issued, string tokenId = "some-token") =>
        Ground.Grants.FindGrantAsync(issued.At.PoolId, issued.Authorization.Id, tokenId, default);

    private static async Task<T[]> RaceAsync<T>(Func<Task<T>> attempt)
    {
        using Barrier start = new(Contenders);
        return await Task.WhenAll(Enumerable.Range(0, Contenders).Select(_ => Task.Factory.StartNew(() =>
        {
            start.SignalAndWait();
            return attempt();
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));
    }

    private sealed record Issued(Seeded At, Authorization Authorization, AuthorizationCode Code);
}
