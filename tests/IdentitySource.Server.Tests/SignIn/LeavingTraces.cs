using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Npgsql;
using Xunit;

namespace IdentitySource.Server.Tests.SignIn;

/// <summary>What happened is in the log and in the event trail; what opens something is in neither, nor in any other column.</summary>
public class LeavingTraces(WordyServer server) : IClassFixture<WordyServer>
{
    [Fact, Attack("LG-03"), Attack("LG-05"), Attack("LG-10"), Attack("AC-21")]
    public async Task No_secret_of_a_whole_sign_in_is_written_down_anywhere_at_any_level()
    {
        var asking = await server.ApplicationAsync(input => input with { Policy = input.Policy with { ShowConsent = true } });
        var (browser, ann) = (server.Browser(), await server.AnnAsync());
        var page = await browser.GetAsync(asking.AuthorizeUrl(("scope", "openid offline_access"), ("prompt", "consent"), ("state", "canary-state-5521"), ("nonce", "canary-nonce-5521")));
        Dictionary<string, string> secrets = new() { ["ticket"] = page.Fields["ticket"], ["form token"] = page.Fields["form_token"], ["state"] = "canary-state-5521" };

        page = await browser.SubmitAsync(page, Steps.Pair(ann.Email, "canary-wrong-password-5521"));
        secrets["wrong password"] = "canary-wrong-password-5521";
        page = await browser.SubmitAsync(page, Steps.Pair("canary-typed-a-password-as-name-5521", "x"));
        secrets["password typed as a name"] = "canary-typed-a-password-as-name-5521";
        var answered = await browser.AllowAsync(await browser.SignInAsync(page, ann));
        var tokens = await asking.ExchangeAsync(answered.Answer["code"]);
        await asking.ExchangeAsync(answered.Answer["code"], ("code_verifier", "canary-verifier-5521-0123456789012345678901234567890"));
        await asking.UserInfoAsync(tokens["access_token"]! + "x");
        await browser.GetAsync($"{asking.Keys.Issuer}/me?access_token={tokens["access_token"]}");
        await asking.TokenAsync(("grant_type", "authorization_code"), ("code", "canary-code-5521"), ("client_secret", "canary-secret-5521"));
        await browser.GetAsync($"{asking.Keys.Issuer}/session/end?id_token_hint={tokens["id_token"]}x&post_logout_redirect_uri=https%3A%2F%2Frp.acme.test%2Fbye%3Fcanary-query-5521");
        await browser.GetAsync(asking.AuthorizeUrl(("redirect_uri", "https://evil.test/cb?token=canary-query-5521")));

        secrets["password"] = ann.Password;
        secrets["code"] = answered.Answer["code"];
        secrets["verifier"] = asking.Verifier;
        secrets["other verifier"] = "canary-verifier-5521";
        secrets["other code"] = "canary-code-5521";
        secrets["access token"] = tokens["access_token"]!.Split('.')[2];
        secrets["ID token"] = tokens["id_token"]!.Split('.')[2];
        secrets["refresh token"] = tokens["refresh_token"]!;
        secrets["application secret"] = asking.Keys.Secret!;
        secrets["other secret"] = "canary-secret-5521";
        secrets["query"] = "canary-query-5521";
        secrets["session"] = browser.Cookie("session-")!.Value;
        secrets["browser"] = browser.Cookie("browser")!.Value;
        secrets["device"] = browser.Cookie("device-")!.Value;
        secrets["forms"] = browser.Cookie("forms")!.Value;

        await WrittenAsync("redirect_uri_unregistered");
        var log = WrittenLog.Lines.ToList();
        var rows = await DumpAsync();
        foreach (var (name, secret) in secrets)
        {
            var told = log.Find(line => line.Contains(secret, StringComparison.Ordinal));
            Assert.True(told is null, $"The {name} is in the log: {told}");
            Assert.False(rows.Contains(secret, StringComparison.Ordinal), $"The {name} is in the database.");
        }

        Assert.Contains(log, line => line.Contains("/oidc/auth", StringComparison.Ordinal));
        Assert.Contains(log, line => line.Contains("Microsoft.AspNetCore.Routing", StringComparison.Ordinal));
        Assert.Contains("password_wrong", rows, StringComparison.Ordinal);
        Assert.DoesNotContain(log, line => line.Contains("?ticket=", StringComparison.Ordinal));
    }

    [Fact, Attack("LG-01")]
    public async Task A_line_break_forges_no_line_and_an_event_is_written_all_the_same()
    {
        const string Forged = "x\r\n{\"Level\":\"Error\"}\u001b[31m\u2028";
        var (notes, browser) = (await server.NotesAsync(), server.Browser());
        browser.Headers["User-Agent"] = new string('u', 5000);
        var page = await browser.GetAsync(notes.AuthorizeUrl(("client_id", Forged)));
        await browser.GetAsync("/apps/x%0d%0aforged/oidc/auth");

        Assert.Equal("application_unknown", page.Reason);
        await WrittenAsync("application_unknown");
        var trace = await DumpAsync("events", "reason = 'application_unknown'");
        Assert.DoesNotContain("\\u000d", trace, StringComparison.Ordinal);
        Assert.DoesNotContain("\\u001b", trace, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Events are written in batches, soon.</summary>
    private Task WrittenAsync(string reason) => Eventually.TrueAsync(async () => (await DumpAsync("events", $"reason = '{reason}'")).Length > 0);

    private async Task<string> DumpAsync()
    {
        List<string> tables = [];
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using (var command = source.CreateCommand("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                tables.Add(reader.GetString(0));
            }
        }

        return string.Concat(await Task.WhenAll(tables.Select(table => DumpAsync(table, "true"))));
    }

    private async Task<string> DumpAsync(string table, string where)
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using var command = source.CreateCommand($"SELECT coalesce(string_agg(row::text, E'\\n'), '') FROM \"{table}\" row WHERE {where}");
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
