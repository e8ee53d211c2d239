using IdentitySource.TestKit.Databases;
using Xunit;

namespace IdentitySource.TestKit.Contracts;

public abstract partial class GrantStoreContract
{
    [StoreFact, Attack("TT-16")]
    public async Task What_was_granted_to_an_application_is_dead_while_its_rules_keep_the_person_out()
    {
        var issued = await IssueAsync();
        await Ground.KeepOutAsync(issued.At, issued.At.OtherApplicationId);
        Assert.Null((await FindGrantAsync(issued))!.Dead());

        await Ground.KeepOutAsync(issued.At, issued.At.ApplicationId);
        Assert.Equal("no_access", (await FindGrantAsync(issued))!.Dead());

        await Ground.LetInAsync(issued.At, issued.At.ApplicationId);
        Assert.Null((await FindGrantAsync(issued))!.Dead());
    }

    [StoreFact, Attack("AC-10")]
    public async Task A_code_that_is_taken_tells_that_the_person_is_kept_out()
    {
        var issued = await IssueAsync();
        await Ground.KeepOutAsync(issued.At, issued.At.ApplicationId);

        Assert.Equal("no_access", Assert.IsType<Protocol.Ports.TakenCode.First>(await TakeAsync(issued)).Grant.Dead());
    }

    [StoreTheory, Attack("RF-07")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_refresh_token_of_somebody_who_is_kept_out_is_not_used_up(bool rotate)
    {
        var (issued, token) = await IssueRefreshTokenAsync();
        await Ground.KeepOutAsync(issued.At, issued.At.ApplicationId);
        var use = Use(issued.At, token, NewHash(), after: TimeSpan.FromHours(1)) with { Rotate = rotate };

        var refused = await Ground.Grants.UseRefreshTokenAsync(use, default);
        Assert.Equal(("no_access", null), (refused!.Grant.Dead(), refused.SpentAt));
        var found = await FindAsync(issued.At, token);
        Assert.Equal((issued.At.Now + Lifetime, null), (found!.ExpiresAt, found.SpentAt));

        await Ground.LetInAsync(issued.At, issued.At.ApplicationId);
        Assert.Null((await Ground.Grants.UseRefreshTokenAsync(use, default))!.Grant.Dead());
    }
}
