using IdentitySource.Management;
using IdentitySource.Management.Users;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.SignIn;

/// <summary>Looking at a password takes a while, in which it may become a wrong one.</summary>
public class LosingTheRaceAgainstAChange(StrictServer server) : IClassFixture<StrictServer>
{
    [Fact, Attack("SF-12")]
    public async Task A_password_that_was_replaced_while_it_was_looked_at_is_a_wrong_one() =>
        await LosesAsync(bob => server.Services.GetRequiredService<SetPassword>().RunAsync(Actor.CommandLine, bob, "battery staple", default));

    [Fact, Attack("SF-13")]
    public async Task Who_was_blocked_while_the_password_was_looked_at_stays_out() =>
        await LosesAsync(bob => server.Services.GetRequiredService<BlockUser>().RunAsync(Actor.CommandLine, bob, default));

    private async Task LosesAsync(Func<UserName, Task<Outcome<Guid>>> change)
    {
        var (notes, browser, ann) = await server.SignedInAsync();
        var bob = await server.PersonAsync("bob");
        var page = await browser.GetAsync(notes.AuthorizeUrl(("prompt", "login")));
        server.Hashes.Meanwhile = () => Assert.Empty(change(new UserName(server.PoolId, bob.Email)).GetAwaiter().GetResult().Faults);

        var again = await browser.SignInAsync(page, bob);

        Assert.Equal((200, "Sign in"), (again.Status, again.Heading));
        Assert.Contains(server.Log.Lines, line => line.Contains("(credentials_changed_meanwhile)", StringComparison.Ordinal));
        Assert.Equal(ann.Id.ToString("N"), (await notes.IdTokenAsync(await browser.GetAsync(notes.AuthorizeUrl()))).GetProperty("sub").GetString());
    }
}
