using System.Text.RegularExpressions;
using IdentitySource.Storage.Entities;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Storage.Tests.Statements;

/// <summary>Each statement is a round trip and a transaction, so their number is what a request costs the database.</summary>
public sealed partial class CountingStatements(HostedServer server) : IClassFixture<HostedServer>, IAsyncLifetime
{
    private readonly HttpClient client = server.Client();

    private Browser browser = null!;
    private StatementWatch watch = null!;
    private RelyingParty notes = null!;
    private Person ann = null!;

    public async Task InitializeAsync()
    {
        (browser, ann) = (server.Browser(), await server.AnnAsync());
        watch = new StatementWatch(browser);
        watch.Add(client);
        notes = new RelyingParty(client, (await server.NotesAsync()).Keys);
    }

    public Task DisposeAsync()
    {
        watch.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task What_applications_ask_for_all_day_is_one_statement_each_and_what_is_published_none()
    {
        var code = await SignInAsync();
        var tokens = await notes.ExchangeAsync(code);
        var (access, refresh) = (tokens["access_token"]!, tokens["refresh_token"]!);
        var again = (await browser.GetAsync(notes.AuthorizeUrl())).Answer["code"];

        Assert.Single(await CountAsync(() => notes.ExchangeAsync(again)), each => each.Contains("code_taken_at", StringComparison.Ordinal));
        Assert.Single(await CountAsync(() => notes.RefreshAsync(refresh)), each => each.Contains("spent_at", StringComparison.Ordinal));
        Assert.Single(await CountAsync(() => notes.UserInfoAsync(access)));
        Assert.Single(await CountAsync(() => notes.IntrospectAsync(access)));
        Assert.Empty(await CountAsync(() => client.GetAsync(notes.Keys.Issuer + "/.well-known/openid-configuration")));
        Assert.Empty(await CountAsync(() => client.GetAsync(notes.Keys.Issuer + "/.well-known/jwks.json")));
    }

    [Fact]
    public async Task An_authorize_request_of_somebody_signed_in_is_one_read_and_one_write()
    {
        await SignInAsync();

        var ran = await CountAsync(() => browser.GetAsync(notes.AuthorizeUrl()));

        Assert.Collection(
            ran,
            read => Assert.StartsWith("SELECT s.id", read, StringComparison.Ordinal),
            write => Assert.StartsWith("INSERT INTO authorizations", write, StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_that_is_answered_with_tokens_is_one_read_and_one_write_as_well()
    {
        await SignInAsync();
        var spa = await server.ApplicationAsync(application => application with
        {
            GrantTypes = ["implicit"],
            ResponseTypes = ["id_token token"],
            Policy = application.Policy with { ShowConsent = false },
        });
        var address = spa.AuthorizeUrl(("response_type", "id_token token"), ("nonce", "n-0S6_WzA2Mj"));
        await browser.GetAsync(address);

        var ran = await CountAsync(async () => Assert.Contains("id_token", (await browser.GetAsync(address)).Answer.Keys));

        Assert.Collection(
            ran,
            read => Assert.StartsWith("SELECT s.id", read, StringComparison.Ordinal),
            write => Assert.Contains("INSERT INTO authorizations", write, StringComparison.Ordinal));
    }

    [Fact, Attack("DS-06")]
    public async Task A_stranger_costs_the_database_nothing()
    {
        await SignInAsync();
        browser.ForgetCookies();

        Assert.Empty(await CountAsync(() => browser.GetAsync(notes.AuthorizeUrl())));
        Assert.Empty(await CountAsync(() => notes.UserInfoAsync("not.a.token")));
        RelyingParty impostor = new(client, notes.Keys with { Secret = "wrong" });
        Assert.Empty(await CountAsync(() => impostor.RefreshAsync("x")));
    }

    [Fact, Attack("XT-18")]
    public async Task Every_statement_of_a_whole_road_names_the_pool_whose_rows_it_touches()
    {
        var tokens = await notes.ExchangeAsync(await SignInAsync());
        await notes.ExchangeAsync("unknown");
        await notes.UserInfoAsync(tokens["access_token"]!);
        await notes.IntrospectAsync(tokens["refresh_token"]!);
        var refreshed = await notes.RefreshAsync(tokens["refresh_token"]!);
        await notes.RefreshAsync(tokens["refresh_token"]!);
        await browser.GetAsync(notes.AuthorizeUrl(("prompt", "select_account")));
        await notes.RevokeAsync(refreshed["access_token"]!);
        await notes.RevokeAsync(refreshed["refresh_token"]!);
        await browser.GetAsync($"{notes.Keys.Issuer}/session/end?id_token_hint={tokens["id_token"]}");
        await using var db = await server.DatabaseAsync();
        var pooled = db.Model.GetEntityTypes().Where(entity => entity.ClrType.IsAssignableTo(typeof(IPooled))).Select(entity => entity.GetTableName()).ToHashSet();

        var touching = watch.Statements.Where(statement => Table().Matches(statement).Any(match => pooled.Contains(match.Groups[1].Value))).ToList();

        Assert.InRange(touching.Count, 12, 1_000);
        Assert.Equal("", string.Join("\n\n", touching.Where(statement => !Pool().IsMatch(statement))));
    }

    /// <summary>With consent to stay for good, so that there is a refresh token.</summary>
    private async Task<string> SignInAsync()
    {
        server.Clock.AdvanceSeconds(1);
        var url = notes.AuthorizeUrl(("scope", "openid profile email offline_access"), ("prompt", "consent"));
        return (await browser.AllowAsync(await browser.SignInAsync(url, ann))).Answer["code"];
    }

    /// <summary>Not those of the change feed, which a request runs only where the follower has been kept from running for seconds.</summary>
    private async Task<List<string>> CountAsync(Func<Task> request)
    {
        var before = watch.Statements.Count;
        await request();
        return [.. watch.Statements.Skip(before).Where(statement => !statement.Contains("FROM changes", StringComparison.Ordinal))];
    }

    [GeneratedRegex(@"\b(?:FROM|JOIN|INTO|UPDATE)\s+(\w+)")]
    private static partial Regex Table();

    /// <summary>A comparison, or the first value of a new row; or the application's address, which is what leads to the pool.</summary>
    [GeneratedRegex(@"pool_id = @|\.address = @|INSERT INTO \w+ \(pool_id, .*@pool", RegexOptions.Singleline)]
    private static partial Regex Pool();
}
