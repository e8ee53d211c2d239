using System.Net;
using IdentitySource.Management;
using IdentitySource.Management.Users;
using IdentitySource.Storage.Identity;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.SignIn;

/// <summary>Guesses end soon where they come from; the person whose password is guessed goes on signing in everywhere else.</summary>
public class GuessingPasswords(StrictServer server) : IClassFixture<StrictServer>
{
    private const int N = StrictServer.PerAccountAndSource;

    [Fact, Attack("BF-01"), Attack("BF-03")]
    public async Task After_a_few_the_right_one_is_not_believed_from_there_but_from_anywhere_else()
    {
        var bob = await server.PersonAsync("bob");
        var guesser = server.Stranger();
        await GuessAsync(guesser, bob.Email, N);

        Assert.False(await EntersAsync(guesser, bob));
        Assert.True(await EntersAsync(server.Stranger(), bob));
        Assert.False(await EntersAsync(guesser, bob));

        server.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.True(await EntersAsync(guesser, bob));
    }

    [Fact, Attack("BF-02")]
    public async Task Forty_at_once_are_looked_at_no_oftener_than_one_after_the_other()
    {
        var bob = await server.PersonAsync("bob");
        var pages = await Task.WhenAll(Enumerable.Range(0, 40).Select(async number =>
        {
            // Forty networks of one guesser: only the account-wide budget holds them.
            var browser = server.At($"192.168.{number}.1");
            return (Browser: browser, Page: await PageAsync(browser));
        }));
        var before = Refusals("password_wrong");

        await Task.WhenAll(pages.Select(each => Task.Run(() => each.Browser.SubmitAsync(each.Page, Steps.Pair(bob.Email, "wrong")))));

        Assert.Equal(StrictServer.PerAccount, Refusals("password_wrong") - before);
    }

    [Fact, Attack("BF-02")]
    public async Task Twenty_at_once_from_one_network_are_looked_at_three_times()
    {
        var bob = await server.PersonAsync("bob");
        var peer = server.Stranger().Headers[Doorkeeper.PeerHeader];
        var pages = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            var browser = server.At(peer);
            return (Browser: browser, Page: await PageAsync(browser));
        }));
        var before = (Wrong: Refusals("password_wrong"), Often: Refusals("account_tried_too_often"));

        await Task.WhenAll(pages.Select(each => Task.Run(() => each.Browser.SubmitAsync(each.Page, Steps.Pair(bob.Email, "wrong")))));

        Assert.Equal((N, 20 - N), (Refusals("password_wrong") - before.Wrong, Refusals("account_tried_too_often") - before.Often));
    }

    [Fact, Attack("BF-03")]
    public async Task A_known_browser_has_a_budget_of_its_own_also_beside_the_guesser()
    {
        var bob = await server.PersonAsync("bob");
        var guesser = server.Stranger();
        var known = server.At(guesser.Headers[Doorkeeper.PeerHeader]);
        Assert.True(await EntersAsync(known, bob));
        await GuessAsync(guesser, bob.Email, StrictServer.PerSource + 1);

        Assert.True(await EntersAsync(known, bob));

        await GuessAsync(known, bob.Email, N);
        Assert.False(await EntersAsync(known, bob));
        Assert.True(await EntersAsync(server.Stranger(), bob));
    }

    [Fact, Attack("BF-03")]
    public async Task The_known_browser_of_one_person_is_a_stranger_to_another()
    {
        var (bob, carol) = (await server.PersonAsync("bob"), await server.PersonAsync("carol"));
        var browser = server.Stranger();
        Assert.True(await EntersAsync(browser, carol));
        await GuessAsync(browser, bob.Email, N);

        Assert.False(await EntersAsync(server.At(browser.Headers[Doorkeeper.PeerHeader]), bob));
    }

    [Fact, Attack("BF-03")]
    public async Task One_network_cannot_use_up_what_the_account_has_elsewhere()
    {
        var bob = await server.PersonAsync("bob");
        await GuessAsync(server.Stranger(), bob.Email, StrictServer.PerSource + 5);

        Assert.True(await EntersAsync(server.Stranger(), bob));
    }

    [Fact, Attack("BF-01")]
    public async Task Many_networks_end_at_the_budget_of_the_account_and_known_browsers_go_on()
    {
        var bob = await server.PersonAsync("bob");
        var known = server.Stranger();
        Assert.True(await EntersAsync(known, bob));
        for (var number = 0; number < StrictServer.PerAccount; number++)
        {
            await GuessAsync(server.Stranger(), bob.Email, 1);
        }

        Assert.False(await EntersAsync(server.Stranger(), bob));
        Assert.True(await EntersAsync(known, bob));
    }

    [Fact, Attack("BF-05")]
    public async Task One_password_for_many_accounts_is_told_to_wait()
    {
        var (bob, carol) = (await server.PersonAsync("bob"), await server.PersonAsync("carol"));
        var guesser = server.Stranger();
        var known = server.At(guesser.Headers[Doorkeeper.PeerHeader]);
        Assert.True(await EntersAsync(known, carol));
        var page = await PageAsync(guesser);
        for (var number = 0; number < StrictServer.PerSource; number++)
        {
            Assert.Equal(200, (await guesser.SubmitAsync(page, Steps.Pair($"user-{number}@acme.test", "Summer2026!"))).Status);
        }

        var hashes = server.Hashes.Count;
        var slowed = await guesser.SubmitAsync(page, Steps.Pair(bob.Email, bob.Password));
        Assert.Equal((HttpStatusCode.TooManyRequests, "900"), (slowed.Response.StatusCode, slowed.Response.Headers.RetryAfter!.ToString()));
        Assert.Equal(hashes, server.Hashes.Count);
        Assert.NotEmpty(slowed.Fields["ticket"]);

        Assert.True(await EntersAsync(known, carol));
        Assert.True(await EntersAsync(server.Stranger(), bob));
        server.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.True(await EntersAsync(guesser, bob));
    }

    [Theory, Attack("BF-15")]
    [InlineData("2001:db8:1:2::1", "2001:0DB8:1:2:ffff:0:0:9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("::ffff:198.51.100.7", "198.51.100.200", true)]
    [InlineData("198.51.100.7", "198.51.101.7", false)]
    public async Task A_network_is_one_however_its_addresses_are_written(string guessing, string trying, bool same)
    {
        var bob = await server.PersonAsync("bob");
        server.Clock.Advance(TimeSpan.FromMinutes(15));
        await GuessAsync(server.At(guessing), bob.Email, N);

        Assert.Equal(!same, await EntersAsync(server.At(trying), bob));
    }

    [Theory, Attack("BF-15"), Attack("HI-04")]
    [InlineData("X-Forwarded-For")]
    [InlineData("X-Real-IP")]
    [InlineData("True-Client-IP")]
    [InlineData("Forwarded")]
    public async Task A_network_cannot_be_claimed_in_a_header(string header)
    {
        var bob = await server.PersonAsync("bob");
        var guesser = server.Stranger();
        for (var number = 0; number < N; number++)
        {
            guesser.Headers[header] = header == "Forwarded" ? $"for=203.0.{number}.1" : $"203.0.{number}.1";
            await GuessAsync(guesser, bob.Email, 1);
        }

        guesser.Headers[header] = header == "Forwarded" ? "for=203.0.113.77" : "203.0.113.77";
        Assert.False(await EntersAsync(guesser, bob));
    }

    [Fact, Attack("BF-11"), Attack("BF-12")]
    public async Task A_person_has_one_budget_under_all_names_and_spellings()
    {
        var (name, phone) = ($"bob{Guid.NewGuid():N}", $"+8613{Random.Shared.NextInt64(100000000, 999999999)}");
        Person bob = new($"{name}@acme.test", name, "correct horse 42 staple");
        var added = await server.Services.GetRequiredService<AddUser>().RunAsync(
            Actor.CommandLine, new NewUser { PoolId = server.PoolId, Email = bob.Email, Username = name, Phone = phone, Password = bob.Password }, default);
        Assert.Empty(added.Faults);
        var guesser = server.Stranger();
        await GuessAsync(guesser, bob.Email.ToUpperInvariant(), 1);
        await GuessAsync(guesser, phone.Insert(3, " ").Insert(7, "-"), 1);
        await GuessAsync(guesser, " " + name, 1);

        Assert.False(await EntersAsync(guesser, bob));
    }

    [Fact, Attack("BF-12")]
    public async Task Neither_another_success_nor_a_new_browser_or_interaction_gives_new_tries()
    {
        var (bob, own) = (await server.PersonAsync("bob"), await server.PersonAsync("mallory"));
        var peer = server.Stranger().Headers[Doorkeeper.PeerHeader];
        for (var number = 0; number < N; number++)
        {
            var fresh = server.At(peer);
            await GuessAsync(fresh, bob.Email, 1);
            Assert.True(await EntersAsync(fresh, own));
        }

        Assert.False(await EntersAsync(server.At(peer), bob));
    }

    [Fact, Attack("BF-13")]
    public async Task Names_of_nobody_leave_nothing_that_grows_with_their_length()
    {
        var guesser = server.Stranger();
        await GuessAsync(guesser, new string('x', 1024), 1);
        await using var db = await server.DatabaseAsync();

        Assert.All(db.Set<Storage.Entities.AttemptRow>(), row => Assert.Equal(32, row.Key.Length));
    }

    [Fact, Attack("BF-06")]
    public async Task A_restart_gives_no_new_tries()
    {
        var bob = await server.PersonAsync("bob");
        var peer = server.Stranger().Headers[Doorkeeper.PeerHeader];
        await GuessAsync(server.At(peer), bob.Email, N);

        await server.RestartAsync();

        Assert.False(await EntersAsync(server.At(peer), bob));
        Assert.True(await EntersAsync(server.Stranger(), bob));
    }

    [Fact, Attack("BF-01")]
    public async Task A_try_that_nobody_had_time_to_look_at_is_not_counted()
    {
        var bob = await server.PersonAsync("bob");
        var browser = server.Stranger();
        var page = await PageAsync(browser);
        var gate = server.Services.GetRequiredService<PasswordGate>();
        using CancellationTokenSource leaving = new();
        var crowd = Enumerable.Range(0, 1000).Select(_ => gate.EnterAsync(leaving.Token).AsTask()).ToList();

        for (var number = 0; number < StrictServer.PerAccount + 1; number++)
        {
            Assert.Equal(503, (await browser.SubmitAsync(page, Steps.Pair(bob.Email, "wrong"))).Status);
        }

        await leaving.CancelAsync();
        crowd.Where(each => each.IsCompletedSuccessfully).ToList().ForEach(each => each.Result.Dispose());
        Assert.NotNull((await browser.SignInAsync(page, bob)).Left);
    }

    private async Task<Visit> PageAsync(Browser browser)
    {
        server.Clock.AdvanceSeconds(1);
        return await browser.GetAsync((await server.NotesAsync()).AuthorizeUrl(("prompt", "login")));
    }

    private async Task GuessAsync(Browser browser, string identifier, int times)
    {
        var page = await PageAsync(browser);
        for (var number = 0; number < times; number++)
        {
            var again = await browser.SubmitAsync(page, Steps.Pair(identifier, "wrong"));
            Assert.Equal("Sign in", again.Heading);
        }
    }

    private async Task<bool> EntersAsync(Browser browser, Person person) => (await browser.SignInAsync(await PageAsync(browser), person)).Left is not null;

    private int Refusals(string reason) => server.Log.Lines.Count(line => line.Contains($"({reason})", StringComparison.Ordinal));
}
