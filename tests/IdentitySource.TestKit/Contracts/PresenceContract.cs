using IdentitySource.Protocol;
using IdentitySource.Protocol.Ports;
using IdentitySource.Protocol.Tokens;
using IdentitySource.TestKit.Databases;
using Xunit;

namespace IdentitySource.TestKit.Contracts;

/// <summary>What every <see cref="IPresence"/> promises; see <see cref="GrantStoreContract"/> for how it is run.</summary>
public abstract class PresenceContract
{
    protected abstract IStoreGround Ground { get; }

    [StoreFact]
    public async Task A_session_is_found_by_its_handle_with_when_and_how_the_person_signed_in()
    {
        var at = await Ground.SeedAsync();

        var presence = await FindAsync(at);

        Assert.Equal(at.Session, presence!.Session);
    }

    [StoreFact, Attack("SF-08")]
    public async Task An_unknown_handle_finds_nobody()
    {
        var at = await Ground.SeedAsync();

        Assert.Null(await Ground.Presences.FindAsync(at.PoolId, TokenHandle.New().Hash(), at.ApplicationId, at.Now, default));
    }

    [StoreFact, Attack("XT-02"), Attack("XT-03")]
    public async Task A_session_is_not_found_in_another_pool()
    {
        var (here, there) = (await Ground.SeedAsync(), await Ground.SeedAsync());

        Assert.Null(await Ground.Presences.FindAsync(there.PoolId, here.SessionHash, there.ApplicationId, here.Now, default));
    }

    [StoreFact, Attack("SF-04")]
    public async Task An_ended_session_finds_nobody()
    {
        var at = await Ground.SeedAsync();

        await Ground.EndSessionAsync(at);

        Assert.Null(await FindAsync(at));
    }

    [StoreFact, Attack("SF-11")]
    public async Task A_session_ends_by_itself()
    {
        var at = await Ground.SeedAsync();

        Assert.NotNull(await Ground.Presences.FindAsync(at.PoolId, at.SessionHash, at.ApplicationId, at.SessionEndsAt.AddSeconds(-1), default));
        Assert.Null(await Ground.Presences.FindAsync(at.PoolId, at.SessionHash, at.ApplicationId, at.SessionEndsAt, default));
    }

    [StoreFact, Attack("SF-13")]
    public async Task A_blocked_person_is_not_present()
    {
        var at = await Ground.SeedAsync();

        await Ground.BlockSubjectAsync(at);

        Assert.Null(await FindAsync(at));
    }

    [StoreFact]
    public async Task Who_never_allowed_anything_has_allowed_nothing()
    {
        var consent = (await FindAsync(await Ground.SeedAsync()))!.Consent;

        Assert.Empty(consent.Scopes);
        Assert.Empty(consent.Claims);
        Assert.Null(consent.GivenAt);
    }

    [StoreFact]
    public async Task What_was_allowed_comes_along()
    {
        var at = await Ground.SeedAsync();
        ConsentState allowed = new(Scopes.Of(["openid", "email"]), Scopes.Of(["name"]), at.Now);

        await Ground.AllowAsync(at, at.ApplicationId, allowed);

        var consent = (await FindAsync(at))!.Consent;
        Assert.Equal(allowed.Scopes, consent.Scopes);
        Assert.Equal(allowed.Claims, consent.Claims);
        Assert.Equal(allowed.GivenAt, consent.GivenAt);
    }

    [StoreFact, Attack("XT-22")]
    public async Task What_was_allowed_to_one_application_is_not_allowed_to_another()
    {
        var at = await Ground.SeedAsync();

        await Ground.AllowAsync(at, at.OtherApplicationId, new ConsentState(Scopes.Of(["openid"]), Scopes.None, at.Now));

        Assert.Null((await FindAsync(at))!.Consent.GivenAt);
    }

    [StoreFact, Attack("SF-08")]
    public async Task An_applications_own_session_is_nothing_to_another()
    {
        var at = await Ground.SeedAsync();

        var hash = await Ground.SignInToAsync(at, at.ApplicationId);

        Assert.NotNull(await Ground.Presences.FindAsync(at.PoolId, hash, at.ApplicationId, at.Now, default));
        Assert.Null(await Ground.Presences.FindAsync(at.PoolId, hash, at.OtherApplicationId, at.Now, default));
    }

    [StoreFact]
    public async Task Who_left_an_application_is_marked_so_there_and_nowhere_else_until_they_return()
    {
        var at = await Ground.SeedAsync();

        await Ground.LeaveAsync(at, at.ApplicationId);
        Assert.Equal((true, false), (await LeftAsync(at, at.ApplicationId), await LeftAsync(at, at.OtherApplicationId)));

        await Ground.LeaveAsync(at, at.OtherApplicationId);
        await Ground.Presences.ReturnAsync(at.PoolId, at.Session.Id, at.ApplicationId, default);
        Assert.Equal((false, true), (await LeftAsync(at, at.ApplicationId), await LeftAsync(at, at.OtherApplicationId)));

        await Ground.LeaveAsync(at, at.ApplicationId);
        await Ground.LeaveAsync(at, at.ApplicationId);
        await Ground.Presences.ReturnAsync(at.PoolId, at.Session.Id, at.ApplicationId, default);
        await Ground.Presences.ReturnAsync(at.PoolId, at.Session.Id, at.OtherApplicationId, default);
        Assert.Equal((false, false), (await LeftAsync(at, at.ApplicationId), await LeftAsync(at, at.OtherApplicationId)));
    }

    [StoreFact]
    public async Task Who_is_kept_out_of_an_application_is_there_and_may_not_enter_it()
    {
        var at = await Ground.SeedAsync();
        Assert.True((await FindAsync(at))!.MayEnter);

        await Ground.KeepOutAsync(at, at.ApplicationId);

        Assert.False((await FindAsync(at))!.MayEnter);
        Assert.True((await Ground.Presences.FindAsync(at.PoolId, at.SessionHash, at.OtherApplicationId, at.Now, default))!.MayEnter);
    }

    private async Task<bool> LeftAsync(Seeded at, Guid applicationId) =>
        (await Ground.Presences.FindAsync(at.PoolId, at.SessionHash, applicationId, at.Now, default))!.SignedOut;

    private Task<Presence?> FindAsync(Seeded at) => Ground.Presences.FindAsync(at.PoolId, at.SessionHash, at.ApplicationId, at.Now, default);
}
