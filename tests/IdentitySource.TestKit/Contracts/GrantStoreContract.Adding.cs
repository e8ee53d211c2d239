using IdentitySource.Protocol.Ports;
using IdentitySource.TestKit.Databases;
using Xunit;

namespace IdentitySource.TestKit.Contracts;

public abstract partial class GrantStoreContract
{
    [StoreFact]
    public async Task An_authorization_comes_back_as_it_was_written_with_its_person()
    {
        var issued = await IssueAsync();

        var grant = await FindGrantAsync(issued);

        Assert.Equivalent(issued.Authorization, grant!.Authorization, strict: true);
        Assert.Equal(issued.Authorization.Scopes.ToString(), grant.Authorization.Scopes.ToString());
        Assert.Equivalent(issued.At.Subject, grant.Subject, strict: true);
        Assert.False(grant.SessionEnded);
    }

    [StoreFact, Attack("AC-20"), Attack("CO-10")]
    public async Task An_interaction_gets_one_code_and_the_second_leaves_no_trace()
    {
        var at = await Ground.SeedAsync();
        var flow = Guid.CreateVersion7();
        Issued first = new(at, AuthorizationAt(at), CodeAt(at));
        Issued second = new(at, AuthorizationAt(at), CodeAt(at));

        Assert.True(await Ground.Grants.AddAsync(first.Authorization, first.Code, flow, default));
        Assert.False(await Ground.Grants.AddAsync(second.Authorization, second.Code, flow, default));

        Assert.Null(await FindGrantAsync(second));
        Assert.IsType<TakenCode.Unknown>(await TakeAsync(second));
        Assert.IsType<TakenCode.First>(await TakeAsync(first));
    }

    [StoreFact]
    public async Task Two_interactions_and_any_number_without_one_get_a_code_each()
    {
        var at = await Ground.SeedAsync();

        foreach (Guid? flow in (Guid?[])[Guid.CreateVersion7(), Guid.CreateVersion7(), null, null])
        {
            Assert.True(await Ground.Grants.AddAsync(AuthorizationAt(at), CodeAt(at), flow, default));
        }
    }

    [StoreFact]
    public async Task An_interaction_of_one_pool_does_not_use_up_that_of_another()
    {
        var (here, there) = (await Ground.SeedAsync(), await Ground.SeedAsync());
        var flow = Guid.CreateVersion7();

        Assert.True(await Ground.Grants.AddAsync(AuthorizationAt(here), CodeAt(here), flow, default));
        Assert.True(await Ground.Grants.AddAsync(AuthorizationAt(there), CodeAt(there), flow, default));
    }

    [StoreFact, Attack("CO-09")]
    public async Task What_was_denied_ends_its_interaction_and_is_good_for_nothing()
    {
        var at = await Ground.SeedAsync();
        var flow = Guid.CreateVersion7();
        Issued denied = new(at, AuthorizationAt(at) with { RevokedAt = at.Now }, CodeAt(at));
        Issued late = new(at, AuthorizationAt(at), CodeAt(at));

        Assert.True(await Ground.Grants.AddAsync(denied.Authorization, null, flow, default));
        Assert.False(await Ground.Grants.AddAsync(late.Authorization, late.Code, flow, default));

        Assert.Equal("revoked", (await FindGrantAsync(denied))!.Dead());
        Assert.IsType<TakenCode.Unknown>(await TakeAsync(denied));
    }

    [StoreTheory, Attack("SF-10"), Attack("SF-12")]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task What_would_outlive_a_session_that_has_ended_in_this_moment_is_not_written(bool offline, bool written)
    {
        var at = await Ground.SeedAsync();
        var (code, flow) = (CodeAt(at), Guid.CreateVersion7());
        await Ground.EndSessionAsync(at);

        Assert.Equal(written, await Ground.Grants.AddAsync(AuthorizationAt(at, offline), code, flow, default));

        Assert.Equal(written, await Ground.Grants.IsAnsweredAsync(at.PoolId, flow, default));
        Assert.Equal(written ? "session_ended" : null, (await Ground.Grants.AddTellingAsync(AuthorizationAt(at, offline), CodeAt(at), null, default))?.Dead());
    }

    [StoreFact, Attack("AC-20")]
    public async Task An_answer_with_tokens_comes_back_with_its_person_and_is_the_only_one_of_its_interaction()
    {
        var at = await Ground.SeedAsync();
        var flow = Guid.CreateVersion7();
        Issued told = new(at, AuthorizationAt(at), CodeAt(at));

        var grant = (await Ground.Grants.AddTellingAsync(told.Authorization, told.Code, flow, default))!;

        Assert.Equivalent(told.Authorization, grant.Authorization, strict: true);
        Assert.Equivalent(at.Subject, grant.Subject, strict: true);
        Assert.Null(grant.Dead());
        Assert.IsType<TakenCode.First>(await TakeAsync(told));
        Assert.Null(await Ground.Grants.AddTellingAsync(AuthorizationAt(at), CodeAt(at), flow, default));
    }

    [StoreFact, Attack("AC-20")]
    public async Task Of_many_answers_to_one_interaction_at_once_one_is_written()
    {
        var at = await Ground.SeedAsync();
        var flow = Guid.CreateVersion7();

        var written = await RaceAsync(() => Ground.Grants.AddAsync(AuthorizationAt(at), CodeAt(at), flow, default));

        Assert.Single(written, true);
    }
}
