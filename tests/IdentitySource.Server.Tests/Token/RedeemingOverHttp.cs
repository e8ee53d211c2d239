using IdentitySource.Management;
using IdentitySource.Management.Users;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Token;

/// <summary>Codes and refresh tokens on the real database: races, replays, and what ends them.</summary>
public class RedeemingOverHttp(HostedServer server) : IClassFixture<HostedServer>
{
    [Fact, Attack("AC-02"), Attack("AC-01"), Spec("RFC 6749 §4.1.2"), Suite("oidcc-codereuse")]
    public async Task Of_many_exchanges_at_once_one_wins_and_what_it_bought_is_revoked()
    {
        var (notes, code) = await CodeAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => notes.ExchangeAsync(code)));

        var won = Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(answers.Where(answer => answer != won), answer => Assert.Equal((400, "invalid_grant"), (answer.Status, answer.Error)));
        Assert.Equal(401, (await notes.UserInfoAsync(won["access_token"]!)).Status);
        Assert.Equal("False", (await notes.IntrospectAsync(won["access_token"]!))["active"]);
        Assert.Equal("invalid_grant", (await notes.RefreshAsync(won["refresh_token"]!)).Error);
    }

    [Fact, Attack("AC-06"), Suite("oidcc-codereuse-30seconds")]
    public async Task A_code_is_good_for_a_minute()
    {
        var (notes, early) = await CodeAsync();
        server.Clock.AdvanceSeconds(59);
        Assert.Equal(200, (await notes.ExchangeAsync(early)).Status);

        var (shop, late) = await CodeAsync();
        server.Clock.AdvanceSeconds(61);
        Assert.Equal("invalid_grant", (await shop.ExchangeAsync(late)).Error);
    }

    [Fact, Attack("AC-04"), Attack("RF-04"), Attack("XT-01")]
    public async Task A_code_and_a_refresh_token_are_no_use_to_another_application()
    {
        var (notes, code) = await CodeAsync();
        var evil = await server.ApplicationAsync(shared: true);
        var evilAtNotes = new RelyingParty(server.Client(), evil.Keys with { Issuer = notes.Keys.Issuer });
        Assert.Equal("invalid_client", (await evilAtNotes.ExchangeAsync(code)).Error);

        // At the shared address the code does not exist, and it is not burned by having been tried there.
        Assert.Equal("invalid_grant", (await evil.ExchangeAsync(code, ("code_verifier", notes.Verifier))).Error);
        var tokens = await notes.ExchangeAsync(code);
        Assert.Equal("invalid_grant", (await evil.RefreshAsync(tokens["refresh_token"]!)).Error);
        Assert.Equal(200, (await notes.RefreshAsync(tokens["refresh_token"]!)).Status);
    }

    [Fact, Attack("RF-02"), Attack("RF-03"), Attack("RF-16")]
    public async Task Parallel_refreshes_get_one_and_the_same_successor_and_a_late_repeat_ends_everything()
    {
        var (notes, code) = await CodeAsync();
        var first = (await notes.ExchangeAsync(code))["refresh_token"]!;
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => notes.RefreshAsync(first)));

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        var successor = Assert.Single(answers.Select(answer => answer["refresh_token"]).Distinct());

        server.Clock.AdvanceSeconds(31);
        Assert.Equal("invalid_grant", (await notes.RefreshAsync(first)).Error);
        Assert.Equal("invalid_grant", (await notes.RefreshAsync(successor!)).Error);
    }

    [Fact, Attack("RF-11"), Spec("RFC 9700 §4.14.2")]
    public async Task A_refresh_token_that_is_not_used_dies()
    {
        var (notes, code) = await CodeAsync();
        var refresh = (await notes.ExchangeAsync(code))["refresh_token"]!;
        server.Clock.Advance(TimeSpan.FromDays(30) + TimeSpan.FromSeconds(1));
        Assert.Equal("invalid_grant", (await notes.RefreshAsync(refresh)).Error);
    }

    [Fact, Attack("RF-07"), Attack("TT-16"), Attack("AC-10")]
    public async Task Blocking_the_person_ends_code_tokens_and_refresh()
    {
        var ann = await server.PersonAsync();
        var (notes, code) = await CodeAsync(ann);
        var tokens = await notes.ExchangeAsync(code);
        var (shop, pending) = await CodeAsync(ann);
        await server.Services.GetRequiredService<BlockUser>().RunAsync(Actor.CommandLine, new UserName(server.PoolId, ann.Email), default);

        Assert.Equal("invalid_grant", (await shop.ExchangeAsync(pending)).Error);
        Assert.Equal(401, (await notes.UserInfoAsync(tokens["access_token"]!)).Status);
        Assert.Equal("False", (await notes.IntrospectAsync(tokens["access_token"]!))["active"]);
        Assert.Equal("invalid_grant", (await notes.RefreshAsync(tokens["refresh_token"]!)).Error);
    }

    [Fact, Attack("TT-01"), Attack("TT-05"), Attack("RF-10")]
    public async Task A_token_of_one_kind_is_none_of_another_kind()
    {
        var (notes, code) = await CodeAsync();
        var tokens = await notes.ExchangeAsync(code);
        Assert.Equal(401, (await notes.UserInfoAsync(tokens["id_token"]!)).Status);
        Assert.Equal(401, (await notes.UserInfoAsync(tokens["refresh_token"]!)).Status);
        Assert.Equal(401, (await notes.UserInfoAsync(code)).Status);
        Assert.Equal("invalid_grant", (await notes.RefreshAsync(tokens["access_token"]!)).Error);
        Assert.Equal("invalid_grant", (await notes.RefreshAsync(tokens["id_token"]!)).Error);
        Assert.Equal("""{"active":false}""", (await notes.IntrospectAsync(tokens["id_token"]!)).Body);
    }

    [Fact, Attack("LG-03"), Attack("LG-10")]
    public async Task No_secret_stands_in_the_log_or_in_clear_in_the_database()
    {
        var ann = await server.PersonAsync();
        var (notes, code) = await CodeAsync(ann);
        var verifier = notes.Verifier;
        var tokens = await notes.ExchangeAsync(code);
        string[] secrets = [code, verifier, tokens["access_token"]!, tokens["id_token"]!, tokens["refresh_token"]!, notes.Keys.Secret!, ann.Password];

        Assert.All(secrets, secret => Assert.DoesNotContain(server.Log.Lines, line => line.Contains(secret, StringComparison.Ordinal)));
        await using var db = await server.DatabaseAsync();
        var dump = await db.Database.SqlQueryRaw<string>(
            """
            SELECT string_agg(x::text, ' ') AS "Value" FROM (
                SELECT to_jsonb(a) FROM authorizations a UNION ALL SELECT to_jsonb(r) FROM refresh_tokens r UNION ALL SELECT to_jsonb(s) FROM sessions s
                UNION ALL SELECT to_jsonb(p) FROM applications p UNION ALL SELECT to_jsonb(e) FROM events e UNION ALL SELECT to_jsonb(u) FROM users u) t(x)
            """).SingleAsync();
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, dump, StringComparison.Ordinal));
    }

    private async Task<(RelyingParty Application, string Code)> CodeAsync(Person? person = null)
    {
        var notes = await server.ApplicationAsync();
        notes.Scope = "openid profile email offline_access";
        person ??= await server.PersonAsync();
        var browser = server.Browser();
        var page = await browser.GetAsync(notes.AuthorizeUrl(("prompt", "consent")));
        page = await browser.SubmitAsync(page, new Dictionary<string, string> { ["identifier"] = person.Email, ["password"] = person.Password });
        return (notes, (await browser.SubmitAsync(page, new Dictionary<string, string>(), "allow")).Answer["code"]);
    }
}
