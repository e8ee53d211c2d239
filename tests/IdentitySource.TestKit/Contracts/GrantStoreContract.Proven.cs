using IdentitySource.Protocol.Ports;
using IdentitySource.Protocol.Tokens;
using IdentitySource.TestKit.Databases;
using Xunit;

namespace IdentitySource.TestKit.Contracts;

public abstract partial class GrantStoreContract
{
    private static Authorization WithoutBrowser(Seeded at, bool offline = true) =>
        AuthorizationAt(at, offline) with { SessionId = null, Nonce = null, Claims = ClaimsRequest.None };

    private Task<Grant?> AddProvenAsync(Authorization authorization, byte[]? refresh, string? stamp = Seeded.Stamp) =>
        Ground.Grants.AddProvenAsync(authorization, stamp, null, new NewRefreshToken(refresh, Lifetime, AbsoluteLifetime), default);

    [StoreFact, Spec("RFC 6749 §4.3.3")]
    public async Task A_grant_without_a_browser_comes_back_with_its_person_and_its_refresh_token_works()
    {
        var at = await Ground.SeedAsync();
        var (authorization, refresh) = (WithoutBrowser(at), NewHash());

        var grant = (await AddProvenAsync(authorization, refresh))!;

        Assert.Equivalent(authorization, grant.Authorization, strict: true);
        Assert.Equivalent(at.Subject, grant.Subject, strict: true);
        Assert.Null(grant.Dead());
        var used = (await Ground.Grants.UseRefreshTokenAsync(Use(at, refresh, NewHash(), TimeSpan.FromMinutes(1)), default))!;
        Assert.Equal((authorization.Id, at.Now + Lifetime), (used.Grant.Authorization.Id, used.ExpiresAt));
        Assert.Null(used.Grant.Dead());
    }

    [StoreTheory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Without_a_token_or_without_offline_there_is_nothing_to_refresh(bool offline, bool token)
    {
        var at = await Ground.SeedAsync();
        var refresh = NewHash();

        Assert.NotNull(await AddProvenAsync(WithoutBrowser(at, offline), token ? refresh : null));

        Assert.Null(await FindAsync(at, refresh));
    }

    [StoreFact, Attack("SF-12"), Attack("RF-07")]
    public async Task Nothing_is_granted_to_credentials_that_were_changed_meanwhile_nor_to_who_was_blocked()
    {
        var (changed, blocked) = (await Ground.SeedAsync(), await Ground.SeedAsync());
        await Ground.ChangeCredentialsAsync(changed);
        await Ground.BlockSubjectAsync(blocked);

        foreach (var at in (Seeded[])[changed, blocked])
        {
            var (authorization, refresh) = (WithoutBrowser(at), NewHash());

            Assert.Null(await AddProvenAsync(authorization, refresh));

            Assert.Null(await Ground.Grants.FindGrantAsync(at.PoolId, authorization.Id, null, default));
            Assert.Null(await FindAsync(at, refresh));
        }
    }

    [StoreFact, Attack("XT-01")]
    public async Task Nothing_is_granted_to_a_person_of_another_pool()
    {
        var (here, there) = (await Ground.SeedAsync(), await Ground.SeedAsync());

        Assert.Null(await AddProvenAsync(WithoutBrowser(here) with { SubjectId = there.Subject.Id }, NewHash(), stamp: Seeded.Stamp));
    }
}
