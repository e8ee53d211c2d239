using System.Text.Json;
using IdentitySource.Storage.Identity;
using IdentitySource.TestKit.Postgres;
using Xunit;

namespace IdentitySource.Server.Tests.Commands;

public class RunningCommands(TestDeployment deployment) : IClassFixture<TestDeployment>
{
    private readonly Shell shell = new(deployment);

    [Fact]
    public async Task An_application_is_made_with_what_its_developer_needs()
    {
        var made = await shell.JsonAsync("app create --name Notes --address cli-notes --redirect-uri https://rp.acme.test/cb --redirect-uri https://rp.acme.test/two");
        Assert.Equal(["client_id", "client_secret", "issuer", "shared_issuer"], made.EnumerateObject().Select(member => member.Name));
        Assert.Matches("^[0-9a-f]{32}$", made.GetProperty("client_id").GetString());
        Assert.Equal(43, made.GetProperty("client_secret").GetString()!.Length);
        Assert.Equal("https://id.acme.test/apps/cli-notes/oidc", made.GetProperty("issuer").GetString());
        Assert.Equal("https://id.acme.test/oidc", made.GetProperty("shared_issuer").GetString());
    }

    [Fact]
    public async Task A_public_one_has_no_secret()
    {
        var made = await shell.JsonAsync("app create --name Spa --address cli-spa --type spa --redirect-uri https://rp.acme.test/cb");
        Assert.Equal(JsonValueKind.Null, made.GetProperty("client_secret").ValueKind);
    }

    [Fact]
    public async Task Its_settings_reach_the_database()
    {
        await shell.JsonAsync(
            "app create --name Set --address cli-set --redirect-uri https://rp.acme.test/cb --auth-method client_secret_basic --no-consent --require-pkce "
            + "--id-token-alg ES256 --claims-format authing --code-lifetime 30 --offline-without-prompt --no-rotation --access-token-lifetime 120 --access-token-format opaque");
        await using var db = await deployment.DatabaseAsync();
        var row = db.Applications.Single(each => each.Address == "cli-set");
        Assert.Equal("client_secret_basic", row.TokenAuthentication);
        Assert.Equal("ES256", row.IdTokenAlgorithm.ToString());
        Assert.Equivalent(
            new Protocol.Applications.ApplicationPolicy
            {
                ShowConsent = false,
                RequirePkce = true,
                RotateRefreshTokens = false,
                AllowOfflineAccessWithoutConsentPrompt = true,
                ClaimsFormat = Protocol.Applications.ClaimsFormat.Authing,
                CodeLifetime = TimeSpan.FromSeconds(30),
                AccessTokenLifetime = TimeSpan.FromSeconds(120),
                AccessTokenFormat = Protocol.Applications.AccessTokenFormat.Opaque,
            },
            row.Policy,
            strict: true);
    }

    [Fact]
    public async Task How_far_a_sign_out_goes_is_set_and_changed_bit_by_bit()
    {
        await shell.JsonAsync("app create --name Out --address cli-out --redirect-uri https://rp.acme.test/cb --sign-out-devices all");
        Assert.Equal(new Protocol.Applications.SignOutReach(true, true), await ReachAsync());

        await shell.JsonAsync("app update cli-out --sign-out-applications this");
        Assert.Equal(new Protocol.Applications.SignOutReach(true, false), await ReachAsync());

        await shell.JsonAsync("app update cli-out --name Out2");
        await shell.JsonAsync("app update cli-out --sign-out-devices this");
        Assert.Equal(new Protocol.Applications.SignOutReach(false, false), await ReachAsync());

        async Task<Protocol.Applications.SignOutReach> ReachAsync()
        {
            await using var db = await deployment.DatabaseAsync();
            return db.Applications.Single(each => each.Address == "cli-out").Policy.SignOutReach;
        }
    }

    [Fact]
    public async Task A_pool_is_shown_and_changed()
    {
        var shown = await shell.JsonAsync("pool show");
        Assert.Equal(("default", true), (shown.GetProperty("slug").GetString(), shown.GetProperty("single_sign_on").GetBoolean()));

        Assert.False((await shell.JsonAsync("pool update --single-sign-on false")).GetProperty("single_sign_on").GetBoolean());
        Assert.Contains("single sign-on   off", (await shell.RunAsync("pool show")).Output, StringComparison.Ordinal);
        await shell.JsonAsync("pool update --single-sign-on true");
        Assert.Contains("(pool_unknown)", (await shell.RunAsync("pool show --pool nowhere")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_refused_ends_with_1_and_says_why()
    {
        var ran = await shell.RunAsync("app create --name Notes --address www --redirect-uri http://rp.acme.test/cb");
        Assert.Equal((1, ""), (ran.Code, ran.Output));
        Assert.Contains("(address_reserved)", ran.Error, StringComparison.Ordinal);
        Assert.Contains("(redirect_uri_not_https)", ran.Error, StringComparison.Ordinal);

        var json = await shell.RunAsync("app create --name Notes --address www --redirect-uri https://rp.acme.test/cb --json");
        Assert.Equal(1, json.Code);
        Assert.Equal("address_reserved", json.Json.GetProperty("errors")[0].GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("app create")]
    [InlineData("app create --name X --address x --type tower")]
    [InlineData("app update x --enable --disable")]
    [InlineData("app update x --sign-out-devices some")]
    [InlineData("user add --password x --password-stdin")]
    [InlineData("nonsense")]
    [InlineData("app")]
    [InlineData("app list --no-such-option")]
    public async Task What_cannot_be_understood_ends_with_2(string line)
    {
        var ran = await shell.RunAsync(line);
        Assert.Equal(2, ran.Code);
        Assert.NotEqual("", ran.Error);
    }

    [Fact]
    public async Task An_application_is_listed_changed_and_given_a_new_secret()
    {
        var made = await shell.JsonAsync("app create --name Life --address cli-life --redirect-uri https://rp.acme.test/cb");
        var id = made.GetProperty("client_id").GetString()!;
        await shell.JsonAsync($"app update {id} --disable --add-redirect-uri https://rp.acme.test/two");
        var listed = (await shell.JsonAsync("app list")).GetProperty("applications").EnumerateArray().Single(each => each.GetProperty("client_id").GetString() == id);
        Assert.False(listed.GetProperty("enabled").GetBoolean());
        Assert.Equal(2, listed.GetProperty("redirect_uris").GetArrayLength());
        var refreshed = await shell.JsonAsync("app refresh-secret cli-life");
        Assert.NotEqual(made.GetProperty("client_secret").GetString(), refreshed.GetProperty("client_secret").GetString());
        Assert.Contains("The old one is accepted until ", (await shell.RunAsync("app refresh-secret cli-life --grace 60")).Output, StringComparison.Ordinal);
        Assert.Contains("(grace_out_of_range)", (await shell.RunAsync("app refresh-secret cli-life --grace -1")).Error, StringComparison.Ordinal);
        Assert.Contains("(disabled) Life", (await shell.RunAsync("app list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_application_may_do_is_ticked_and_ticked_anew()
    {
        var id = (await shell.JsonAsync("app create --name Modes --address cli-modes --redirect-uri https://rp.acme.test/cb --grant-type implicit --response-type id_token none"))
            .GetProperty("client_id").GetString()!;
        await shell.JsonAsync($"app update {id} --grant-type implicit authorization_code --response-type code none --response-type id_token --allow-http-implicit-callback "
            + "--add-redirect-uri http://intranet.test/cb");
        var listed = (await shell.JsonAsync("app list")).GetProperty("applications").EnumerateArray().Single(each => each.GetProperty("client_id").GetString() == id);
        Assert.Equal("""["implicit","authorization_code"]""", listed.GetProperty("grant_types").GetRawText());
        Assert.Equal("""["code","none","id_token"]""", listed.GetProperty("response_types").GetRawText());

        var ran = await shell.RunAsync($"app update {id} --grant-type implicit --allow-http-implicit-callback false --json");
        Assert.Equal(
            ["redirect_uri_not_https", "return_type_needs_mode"], ran.Json.GetProperty("errors").EnumerateArray().Select(each => each.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task How_it_proves_itself_and_what_its_tokens_are_can_be_changed()
    {
        await shell.JsonAsync("app create --name Tok --address cli-tok --grant-type password");
        await shell.JsonAsync(
            "app update cli-tok --auth-method client_secret_basic --introspection-auth-method client_secret_post --revocation-auth-method none "
            + "--id-token-alg HS256 --access-token-alg ES256 --access-token-format opaque");
        await using var db = await deployment.DatabaseAsync();
        var row = db.Applications.Single(each => each.Address == "cli-tok");
        Assert.Equal(["client_secret_basic", "client_secret_post", "none"], [row.TokenAuthentication, row.IntrospectionAuthentication, row.RevocationAuthentication]);
        Assert.Equal(("HS256", "ES256", "Opaque"), (row.IdTokenAlgorithm.ToString(), row.AccessTokenAlgorithm.ToString(), row.Policy.AccessTokenFormat.ToString()));
        Assert.Equal(["password"], row.GrantTypes);
        Assert.Contains("(id_token_algorithm_needs_secret)", (await shell.RunAsync("app update cli-tok --auth-method none")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_is_added_with_a_password_from_standard_input()
    {
        var added = await shell.JsonAsync("user add --email cli-ann@x.test --username cli-ann --name Ann --password-stdin", "correct horse\nignored\n");
        Assert.Equal(["id"], added.EnumerateObject().Select(member => member.Name));
        var found = await deployment.Get<UserDirectory>().FindForSignInAsync(deployment.PoolId, "cli-ann", default);
        Assert.Equal(found!.Id.ToString("N"), added.GetProperty("id").GetString());
        Assert.NotNull(found.PasswordHash);
    }

    [Fact]
    public async Task Without_a_password_one_is_made_and_printed_or_none_is_set()
    {
        var added = await shell.JsonAsync("user add --email cli-bob@x.test");
        Assert.Equal(20, added.GetProperty("password").GetString()!.Length);
        await shell.JsonAsync("user add --email cli-carl@x.test --no-password");
        Assert.Null((await deployment.Get<UserDirectory>().FindForSignInAsync(deployment.PoolId, "cli-carl@x.test", default))!.PasswordHash);
    }

    [Fact]
    public async Task A_person_is_blocked_unblocked_and_given_a_password()
    {
        var id = (await shell.JsonAsync("user add --username cli-dora --password correct-horse")).GetProperty("id").GetString()!;
        await shell.JsonAsync("user block cli-dora");
        Assert.False((await deployment.Get<UserDirectory>().FindForSignInAsync(deployment.PoolId, "cli-dora", default))!.Active);
        await shell.JsonAsync($"user unblock {id}");
        Assert.True((await deployment.Get<UserDirectory>().FindForSignInAsync(deployment.PoolId, "cli-dora", default))!.Active);
        Assert.Equal(20, (await shell.JsonAsync("user set-password cli-dora")).GetProperty("password").GetString()!.Length);
        Assert.Equal(1, (await shell.RunAsync("user set-password cli-dora --password short")).Code);
        Assert.Equal(1, (await shell.RunAsync("user block nobody")).Code);
    }

    [Fact]
    public async Task A_person_is_signed_out_and_a_consent_withdrawn()
    {
        var id = (await shell.JsonAsync("user add --username cli-emma --no-password")).GetProperty("id").GetString();
        Assert.Equal(id, (await shell.JsonAsync("user sign-out cli-emma")).GetProperty("id").GetString());
        await shell.JsonAsync("app create --name Once --address cli-once --redirect-uri https://rp.acme.test/cb");
        var ran = await shell.RunAsync("consent withdraw cli-emma cli-once");
        Assert.Equal(1, ran.Code);
        Assert.Contains("(consent_unknown)", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_are_listed_rotated_and_revoked()
    {
        const string pool = "--pool operators";
        var before = (await shell.JsonAsync($"keys list {pool}")).GetProperty("keys");
        Assert.Equal(4, before.GetArrayLength());
        var rotated = (await shell.JsonAsync($"keys rotate {pool} --alg ES256 --now")).GetProperty("keys")[0];
        Assert.Equal("ES256", rotated.GetProperty("alg").GetString());
        var kid = rotated.GetProperty("kid").GetString()!;
        // A key's id may begin with a hyphen.
        Assert.Equal(kid, (await shell.RunAsync($"keys revoke {pool} --json -- {kid}")).Json.GetProperty("kid").GetString());
        Assert.Equal(1, (await shell.RunAsync($"keys revoke {pool} unknown")).Code);
        Assert.Contains("RS256  Current", (await shell.RunAsync($"keys list {pool}")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setup_link_leads_to_the_public_origin()
    {
        var link = (await shell.JsonAsync("setup-link")).GetProperty("link").GetString();
        Assert.StartsWith("https://id.acme.test/setup?link=", link, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demonstration_data_come_and_go()
    {
        var demo = await shell.JsonAsync("demo add");
        Assert.Equal("https://id.acme.test/apps/demo-web/oidc", demo.GetProperty("applications")[0].GetProperty("issuer").GetString());
        Assert.Equal("ada", demo.GetProperty("users")[0].GetProperty("username").GetString());
        var machine = demo.GetProperty("machine");
        Assert.Equal("https://id.acme.test/apps/demo-machine/oidc", machine.GetProperty("issuer").GetString());
        Assert.Equal("demo-report:read demo-report:update", machine.GetProperty("scope").GetString());
        Assert.True(machine.GetProperty("secret_key").GetString()!.Length >= 32);
        Assert.Equal(5, (await shell.JsonAsync("demo remove")).GetProperty("removed").GetInt32());
        Assert.Equal(1, (await shell.RunAsync("demo remove")).Code);
    }

    [Fact]
    public async Task Another_pool_is_named_by_its_slug()
    {
        var ran = await shell.RunAsync("app list --pool nothing");
        Assert.Equal(1, ran.Code);
        Assert.Contains("(pool_unknown)", ran.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await shell.RunAsync("app list --pool operators")).Code);
    }

    [Fact]
    public async Task The_database_is_described_without_its_password()
    {
        var shown = await shell.RunAsync("db shell --print");
        Assert.StartsWith("psql -h ", shown.Output, StringComparison.Ordinal);
        Assert.Equal(["program", "arguments"], (await shell.JsonAsync("db shell")).EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task An_up_to_date_schema_needs_nothing() => Assert.Equal(0, (await shell.JsonAsync("migrate")).GetProperty("steps").GetInt32());

    [Fact]
    public async Task Help_names_every_command()
    {
        var help = await shell.RunAsync("--help");
        Assert.Equal(0, help.Code);
        Assert.All(
            new[] { "serve", "migrate", "setup-link", "app", "user", "consent", "keys", "demo", "db" },
            command => Assert.Contains($"  {command} ", help.Output, StringComparison.Ordinal));
    }
}
