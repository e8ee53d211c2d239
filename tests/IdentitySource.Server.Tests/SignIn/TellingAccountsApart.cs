using System.Text.RegularExpressions;
using IdentitySource.Management;
using IdentitySource.Management.Users;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.SignIn;

/// <summary>Whoever types a pair that does not sign in learns nothing but that: not from the page, its headers, its cookies or the work behind it.</summary>
public partial class TellingAccountsApart(StrictServer server) : IClassFixture<StrictServer>
{
    private const string Right = "correct horse 42 staple";

    [Fact, Attack("EN-01"), Attack("UN-09"), Attack("SF-13")]
    public async Task Unknown_wrong_blocked_without_password_and_tried_too_often_are_byte_for_byte_the_same()
    {
        List<string> answers = [];
        foreach (var (identifier, password, tries) in await CasesAsync())
        {
            var browser = server.Stranger();
            var page = await SignInPageAsync(browser);
            for (var number = 1; number < tries; number++)
            {
                await browser.SubmitAsync(page, Steps.Pair(identifier, "wrong"));
            }

            answers.Add(Bytes(await browser.SubmitAsync(page, Steps.Pair(identifier, password)), identifier));
        }

        Assert.All(answers, answer => Assert.Equal(answers[0], answer));
        Assert.StartsWith("200", answers[0], StringComparison.Ordinal);
        Assert.DoesNotContain("Set-Cookie", answers[0], StringComparison.Ordinal);
    }

    [Fact, Attack("EN-02"), Attack("EN-12")]
    public async Task The_work_is_one_hash_and_the_same_statements()
    {
        List<(string Who, int Hashes, string Statements)> work = [];
        // What has no form of a name at all is looked up nowhere, which everybody may know.
        foreach (var (identifier, password, _) in (await CasesAsync()).Where(each => each.Tries == 1 && each.Identifier.Contains('@')))
        {
            var browser = server.Stranger();
            var page = await SignInPageAsync(browser);
            var before = server.Hashes.Count;
            using StatementWatch watch = new(browser);
            await browser.SubmitAsync(page, Steps.Pair(identifier, password));
            work.Add((identifier, server.Hashes.Count - before, string.Join("\n", watch.Statements)));
        }

        Assert.All(work, each => Assert.Equal((1, work[0].Statements), (each.Hashes, each.Statements)));
        Assert.Contains("password_hash", work[0].Statements, StringComparison.Ordinal);
    }

    [Theory, Attack("EN-12"), Attack("UN-08")]
    [InlineData(1025, 10)]
    [InlineData(10, 1025)]
    [InlineData(5000, 10)]
    public async Task What_is_too_long_to_be_right_is_wrong_without_any_work(int identifier, int password)
    {
        var browser = server.Stranger();
        var page = await SignInPageAsync(browser);
        var before = server.Hashes.Count;

        var again = await browser.SubmitAsync(page, Steps.Pair(new string('a', identifier), new string('p', password)));

        Assert.NotNull(again.Document.QuerySelector("[role=alert]"));
        Assert.Equal(before, server.Hashes.Count);
    }

    [Theory, Attack("UN-04"), Attack("UN-09")]
    [InlineData("alıce@acme.test")]
    [InlineData("alice@аcme.test")]
    [InlineData("alice@acme.test.")]
    [InlineData("\"alice\"@acme.test")]
    [InlineData("alice(x)@acme.test")]
    [InlineData("alice+1@acme.test")]
    [InlineData("al\u200bice@acme.test")]
    [InlineData("alice@acme.test,bob@acme.test")]
    [InlineData("' OR '1'='1")]
    [InlineData("alice%")]
    public async Task A_name_that_looks_like_hers_is_not_hers(string identifier)
    {
        await AliceAsync();
        var browser = server.Stranger();

        var page = await browser.SubmitAsync(await SignInPageAsync(browser), Steps.Pair(identifier, Right));

        Assert.Equal("Sign in", page.Heading);
    }

    [Theory, Attack("UN-04")]
    [InlineData("ALICE@ACME.TEST")]
    [InlineData(" alice@acme.test ")]
    [InlineData("ａlice@acme.test")]
    [InlineData("Alice")]
    public async Task Every_spelling_of_her_name_is_hers(string identifier)
    {
        await AliceAsync();
        var browser = server.Stranger();

        Assert.Equal("S0", (await browser.SubmitAsync(await SignInPageAsync(browser), Steps.Pair(identifier, Right))).Answer["state"]);
    }

    private async Task<(string Identifier, string Password, int Tries)[]> CasesAsync()
    {
        var people = server.Services;
        var (wrong, locked, blocked) = (await server.PersonAsync(), await server.PersonAsync(), await server.PersonAsync());
        await people.GetRequiredService<BlockUser>().RunAsync(Actor.CommandLine, new UserName(server.PoolId, blocked.Email), default);
        var bare = $"bare-{Guid.NewGuid():N}@acme.test";
        await people.GetRequiredService<AddUser>().RunAsync(Actor.CommandLine, new NewUser { PoolId = server.PoolId, Email = bare }, default);
        var elsewhere = await server.PersonAsync(poolId: await server.PoolAsync("operators"));
        return
        [
            (wrong.Email, "wrong", 1), ("nobody@acme.test", "wrong", 1), ("nobody@acme.test", Right, 1), ("no identifier", Right, 1), (blocked.Email, Right, 1),
            (blocked.Email, "wrong", 1), (bare, Right, 1), (elsewhere.Email, Right, 1), (locked.Email, Right, StrictServer.PerAccountAndSource + 1),
            ("nobody2@acme.test", Right, StrictServer.PerAccountAndSource + 1),
        ];
    }

    private async Task AliceAsync() => await server.Services.GetRequiredService<AddUser>().RunAsync(
        Actor.CommandLine, new NewUser { PoolId = server.PoolId, Email = "alice@acme.test", Username = "alice", Password = Right }, default);

    private async Task<Visit> SignInPageAsync(Browser browser) => await browser.GetAsync((await server.NotesAsync()).AuthorizeUrl());

    /// <summary>Everything that went over the wire, but what is random in any case and what was typed.</summary>
    private static string Bytes(Visit page, string typed)
    {
        var headers = page.Response.Headers.Concat(page.Response.Content.Headers).Where(header => header.Key.ToLowerInvariant() is not ("x-request-id" or "content-length"))
            .OrderBy(header => header.Key, StringComparer.Ordinal).Select(header => $"{header.Key}: {string.Join(',', header.Value)}");
        var body = Random().Replace(page.Body, "").Replace(System.Net.WebUtility.HtmlEncode(typed), "", StringComparison.Ordinal);
        return $"{page.Status}\n{string.Join('\n', headers)}\n{body}";
    }

    [GeneratedRegex("[A-Za-z0-9_-]{100,}")]
    private static partial Regex Random();
}
