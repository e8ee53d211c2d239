using System.Security.Cryptography;
using IdentitySource.Management;
using IdentitySource.Management.Users;
using IdentitySource.Protocol.Applications;
using IdentitySource.Server.Tests.SignIn;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Token;

/// <summary>The password mode over HTTP: at the same desk as the sign-in page.</summary>
public class SigningInByPassword(StrictServer server) : IClassFixture<StrictServer>
{
    private static int networks;

    private RelyingParty? shop;

    [Fact, Spec("RFC 6749 §4.3.3")]
    public async Task The_right_pair_buys_tokens_without_any_page()
    {
        var ann = await server.PersonAsync();

        var tokens = await AskAsync(ann.Email, ann.Password, ("scope", "openid email offline_access"));

        Assert.Equal((200, "openid email offline_access"), (tokens.Status, tokens["scope"]));
        var claims = Jwt.Claims(tokens["id_token"]!);
        Assert.Equal((ann.Id.ToString("N"), ann.Email), (claims.GetProperty("sub").GetString(), claims.GetProperty("email").GetString()));
        Assert.Equal(ann.Email, (await shop!.UserInfoAsync(tokens["access_token"]!))["email"]);
        Assert.Equal(200, (await shop.RefreshAsync(tokens["refresh_token"]!)).Status);
    }

    [Fact]
    public async Task It_counts_as_a_sign_in_of_the_person_and_a_wrong_one_does_not()
    {
        var bob = await server.PersonAsync("bob");
        await AskAsync(bob.Email, bob.Password, "172.23.0.9");
        await AskAsync(bob.Email, "wrong", "172.23.1.9");

        await using var db = await server.DatabaseAsync();
        var row = await db.Users.SingleAsync(user => user.Id == bob.Id);
        Assert.Equal((1, "172.23.0.9", server.Clock.Now), (row.SignInCount, row.LastSignInAddress, row.LastSignInAt));
    }

    [Theory]
    [InlineData("username")]
    [InlineData("email")]
    [InlineData("phone")]
    public async Task Each_kind_of_name_finds_the_person_by_that_kind_alone(string kind)
    {
        var (name, phone) = ($"bob{Guid.NewGuid():N}", $"+8613{RandomNumberGenerator.GetInt32(100000000, 999999999)}");
        Dictionary<string, string> names = new() { ["username"] = name, ["email"] = name + "@acme.test", ["phone"] = phone };
        await server.Services.GetRequiredService<AddUser>().RunAsync(
            Actor.CommandLine, new NewUser { PoolId = server.PoolId, Email = names["email"], Username = name, Phone = phone, Password = "correct horse 42 staple" }, default);

        foreach (var (other, text) in names)
        {
            var answer = await AskAsync(null, "correct horse 42 staple", (kind, text));
            Assert.Equal(other == kind ? (200, null) : (400, "invalid_grant"), (answer.Status, answer.Error));
        }
    }

    [Fact, Attack("EN-01"), Attack("EN-02"), Spec("RFC 6749 §4.3.2")]
    public async Task Whoever_it_is_that_does_not_get_in_the_answer_and_the_work_are_the_same()
    {
        var (wrong, blocked, factor, locked) = (await server.PersonAsync(), await server.PersonAsync(), await server.PersonAsync(), await server.PersonAsync());
        await server.Services.GetRequiredService<BlockUser>().RunAsync(Actor.CommandLine, new UserName(server.PoolId, blocked.Email), default);
        await RequireFactorAsync(factor);
        const string lockedOut = "172.20.0.9";
        for (var tries = 0; tries < StrictServer.PerAccountAndSource; tries++)
        {
            await AskAsync(locked.Email, "wrong", lockedOut);
        }

        List<(string Body, int Hashes)> answers = [];
        foreach (var (name, password) in new[]
        {
            (wrong.Email, "wrong"), ("nobody@acme.test", "wrong"), ("no name at all", "wrong"), (blocked.Email, blocked.Password), (factor.Email, factor.Password),
            (locked.Email, locked.Password),
        })
        {
            var before = server.Hashes.Count;
            var answer = name == locked.Email ? await AskAsync(name, password, lockedOut) : await AskAsync(name, password);
            answers.Add(($"{answer.Status} {answer.Body}", server.Hashes.Count - before));
        }

        Assert.All(answers, each => Assert.Equal(("""400 {"error":"invalid_grant","error_description":"invalid credentials provided"}""", 1), each));
    }

    [Fact, Attack("BF-11"), Attack("BF-01")]
    public async Task It_shares_its_lock_out_with_the_sign_in_page()
    {
        await ComeFromPhonesAsync();
        var bob = await server.PersonAsync("bob");
        var peer = $"172.16.{Interlocked.Increment(ref networks)}.9";
        var browser = server.At(peer);
        var page = await browser.GetAsync((await server.NotesAsync()).AuthorizeUrl());
        for (var tries = 0; tries < StrictServer.PerAccountAndSource; tries++)
        {
            await browser.SubmitAsync(page, Steps.Pair(bob.Email, "wrong"));
        }

        Assert.Equal("invalid credentials provided", (await AskAsync(bob.Username, bob.Password, peer, "username"))["error_description"]);
        Assert.Equal(200, (await AskAsync(bob.Email, bob.Password, $"172.17.{networks}.9")).Status);
    }

    [Fact, Attack("BF-11")]
    public async Task Who_is_locked_out_here_is_so_at_the_sign_in_page()
    {
        await ComeFromPhonesAsync();
        var bob = await server.PersonAsync("bob");
        var peer = $"172.21.{Interlocked.Increment(ref networks)}.9";
        for (var tries = 0; tries < StrictServer.PerAccountAndSource; tries++)
        {
            await AskAsync(bob.Username, "wrong", peer, "username");
        }

        var notes = await server.NotesAsync();
        Assert.Equal("Sign in", (await server.At(peer).SignInAsync(notes.AuthorizeUrl(), bob)).Heading);
        Assert.NotNull((await server.Stranger().SignInAsync(notes.AuthorizeUrl(), bob)).Answer["code"]);
    }

    [Fact, Attack("EN-02")]
    public async Task Unknown_wrong_blocked_and_half_proven_cost_the_same_statements()
    {
        var (wrong, blocked, factor) = (await server.PersonAsync(), await server.PersonAsync(), await server.PersonAsync());
        await RequireFactorAsync(factor);
        await server.Services.GetRequiredService<BlockUser>().RunAsync(Actor.CommandLine, new UserName(server.PoolId, blocked.Email), default);
        await AskAsync(wrong.Email, "wrong");

        List<string> work = [];
        foreach (var (name, password) in new[] { (wrong.Email, "wrong"), ("nobody@acme.test", "wrong"), (blocked.Email, blocked.Password), (factor.Email, factor.Password) })
        {
            using StatementWatch watch = new(server.Browser());
            await AskAsync([("email", name), ("password", password)], $"172.22.{Interlocked.Increment(ref networks)}.9", watch);
            // Those of the desk: an application that is read into memory again meanwhile has nothing to do with who was named.
            work.Add(string.Join("\n", watch.Statements.Where(each => each.Contains("password_hash", StringComparison.Ordinal) || each.Contains("attempts", StringComparison.Ordinal))));
        }

        Assert.Contains("password_hash", work[0], StringComparison.Ordinal);
        Assert.All(work, each => Assert.Equal(work[0], each));
    }

    [Fact, Attack("BF-05")]
    public async Task A_network_that_fails_too_often_is_told_to_wait()
    {
        await ComeFromPhonesAsync();
        var bob = await server.PersonAsync("bob");
        var peer = $"172.18.{Interlocked.Increment(ref networks)}.9";
        for (var tries = 0; tries < StrictServer.PerSource; tries++)
        {
            await AskAsync($"user-{tries}@acme.test", "Summer2026!", peer);
        }

        var slowed = await AskAsync(bob.Email, bob.Password, peer);

        Assert.Equal((429, "temporarily_unavailable", "900"), (slowed.Status, slowed.Error, slowed.Response.Headers.RetryAfter!.ToString()));
    }

    [Fact, Attack("BF-05"), Attack("BF-11")]
    public async Task Behind_an_application_that_proves_itself_a_stranger_locks_out_nobody_else()
    {
        var (ann, bob) = (await server.PersonAsync(), await server.PersonAsync("bob"));
        const string itsServer = "172.24.0.9";
        for (var tries = 0; tries < StrictServer.PerSource; tries++)
        {
            await AskAsync($"user-{tries}@acme.test", "Summer2026!", itsServer);
        }

        for (var tries = 0; tries < StrictServer.PerAccountAndSource; tries++)
        {
            await AskAsync(ann.Email, "wrong", itsServer);
        }

        Assert.Equal(200, (await AskAsync(bob.Email, bob.Password, itsServer)).Status);
        Assert.Equal("invalid_grant", (await AskAsync(ann.Email, ann.Password, itsServer)).Error);
        Assert.Equal("invalid_grant", (await AskAsync(ann.Email, ann.Password, "172.25.0.9")).Error);
        Assert.NotNull((await server.At(itsServer).SignInAsync((await server.NotesAsync()).AuthorizeUrl(), ann)).Answer["code"]);
    }

    [Fact, Attack("BF-11")]
    public async Task What_an_application_tries_counts_for_the_account_wherever_it_is_tried()
    {
        await ComeFromPhonesAsync();
        var bob = await server.PersonAsync("bob");
        for (var tries = 0; tries < StrictServer.PerAccount; tries++)
        {
            await AskAsync(bob.Email, "wrong");
        }

        shop = null;
        Assert.Equal("invalid_grant", (await AskAsync(bob.Email, bob.Password)).Error);
    }

    [Fact, Attack("EN-06")]
    public async Task Who_must_pass_a_second_factor_gets_nothing_here()
    {
        var bob = await server.PersonAsync("bob");
        Assert.Equal(200, (await AskAsync(bob.Email, bob.Password)).Status);
        await RequireFactorAsync(bob);

        Assert.Equal("invalid_grant", (await AskAsync(bob.Email, bob.Password)).Error);
        Assert.Contains(server.Log.Lines, line => line.Contains("(password_second_factor_needed)", StringComparison.Ordinal));
    }

    [Fact, Attack("RF-07"), Attack("SF-12")]
    public async Task A_new_password_ends_what_the_old_one_bought()
    {
        var bob = await server.PersonAsync("bob");
        var tokens = await AskAsync(bob.Email, bob.Password, ("scope", "openid offline_access"));
        await server.Services.GetRequiredService<SetPassword>().RunAsync(Actor.CommandLine, new UserName(server.PoolId, bob.Email), "another horse 43 staple", default);

        Assert.Equal("invalid_grant", (await shop!.RefreshAsync(tokens["refresh_token"]!)).Error);
        Assert.Equal(401, (await shop.UserInfoAsync(tokens["access_token"]!)).Status);
    }

    [Fact, Attack("SF-12")]
    public async Task A_change_during_the_look_wins()
    {
        var bob = await server.PersonAsync("bob");
        server.Hashes.Meanwhile = () => server.Services.GetRequiredService<SetPassword>()
            .RunAsync(Actor.CommandLine, new UserName(server.PoolId, bob.Email), "another horse 43 staple", default).GetAwaiter().GetResult();

        Assert.Equal("invalid_grant", (await AskAsync(bob.Email, bob.Password)).Error);
        Assert.Contains(server.Log.Lines, line => line.Contains("(password_changed_meanwhile)", StringComparison.Ordinal));
    }

    [Fact, Attack("CA-27")]
    public async Task Where_it_is_not_ticked_it_is_refused_and_not_in_discovery()
    {
        var notes = await server.NotesAsync();
        var answer = await notes.TokenAsync(("grant_type", "password"), ("username", "ann"), ("password", "x"));
        Assert.Equal((400, "unauthorized_client"), (answer.Status, answer.Error));
        Assert.DoesNotContain("\"password\"", await server.Client().GetStringAsync(notes.Keys.Issuer + "/.well-known/openid-configuration"), StringComparison.Ordinal);

        await AskAsync("nobody", "x");
        Assert.Contains(
            "\"grant_types_supported\":[\"password\",\"refresh_token\"]",
            await server.Client().GetStringAsync(shop!.Keys.Issuer + "/.well-known/openid-configuration"), StringComparison.Ordinal);
    }

    [Fact, Attack("LG-03")]
    public async Task No_password_stands_in_the_log_or_in_an_event()
    {
        var bob = await server.PersonAsync("bob");
        await AskAsync(bob.Email, "canary-pass-word-1");
        await AskAsync(bob.Email, bob.Password);

        Assert.DoesNotContain(server.Log.Lines, line => line.Contains("canary-pass-word-1", StringComparison.Ordinal) || line.Contains(bob.Password, StringComparison.Ordinal));
        await using var db = await server.DatabaseAsync();
        Assert.DoesNotContain(await db.Events.Select(row => row.Detail).ToListAsync(), detail => detail?.Contains("canary-pass-word-1", StringComparison.Ordinal) == true);
    }

    /// <summary>A public application, whose people come from their own networks.</summary>
    private async Task ComeFromPhonesAsync() => shop = await server.ApplicationAsync(input => input with
    {
        Type = ApplicationType.Native,
        GrantTypes = ["password", "refresh_token"],
        ResponseTypes = [],
        RedirectUris = [],
    });

    private Task<Answer> AskAsync(string? email, string password, params (string Name, string? Value)[] more) =>
        AskAsync([("email", email), ("password", password), .. more], $"172.19.{Interlocked.Increment(ref networks) % 250}.9");

    private Task<Answer> AskAsync(string name, string password, string peer, string kind = "email") => AskAsync([(kind, name), ("password", password)], peer);

    private async Task<Answer> AskAsync(IEnumerable<(string Name, string? Value)> fields, string peer, StatementWatch? watch = null)
    {
        shop ??= await server.ApplicationAsync(input => input with { GrantTypes = ["password", "refresh_token"], ResponseTypes = [], RedirectUris = [] });
        var client = server.Client();
        client.DefaultRequestHeaders.Add(Doorkeeper.PeerHeader, peer);
        watch?.Add(client);
        return await new RelyingParty(client, shop.Keys).TokenAsync([("grant_type", "password"), .. fields]);
    }

    private async Task RequireFactorAsync(Person person)
    {
        await using var db = await server.DatabaseAsync();
        await db.Users.Where(user => user.Id == person.Id).ExecuteUpdateAsync(set => set.SetProperty(user => user.TwoFactorEnabled, true));
    }
}
