using System.Diagnostics;
using System.Globalization;
using IdentitySource.Management;
using IdentitySource.Management.AccessKeys;
using IdentitySource.Management.Applications;
using IdentitySource.Management.Permissions;
using IdentitySource.Protocol.Applications;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Stores;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Xunit;

namespace IdentitySource.Server.Tests.Token;

/// <summary>A programmatic access account on the real server: from the command that makes it to the token that ends with it.</summary>
[Spec("RFC 6749 §4.4")]
public class CallingAsAMachine(MachineServer server) : IClassFixture<MachineServer>
{
    [Fact, Spec("RFC 6749 §4.4.3")]
    public async Task It_gets_a_token_for_what_its_rules_permit()
    {
        var machine = await server.MachineAsync();
        var (_, application, key) = machine;

        var answer = await machine.AskAsync();

        Assert.Equal(200, answer.Status);
        Assert.Equal(["access_token", "expires_in", "scope", "rejected_scope", "token_type"], answer.Json.EnumerateObject().Select(each => each.Name));
        Assert.Equal(("600", "announce:read", "announce:update customer", "Bearer"), (answer["expires_in"], answer["scope"], answer["rejected_scope"], answer["token_type"]));
        Assert.Equal("no-store", answer.Response.Headers.CacheControl!.ToString());
        Assert.Equal(200, (await machine.AskAsync(basic: true)).Status);
        Assert.Equal(("400", "invalid_scope"), ((await machine.AskAsync(scope: "customer")) is var none ? (none.Status.ToString(CultureInfo.InvariantCulture), none.Error) : default));
        var metadata = await server.Client().GetStringAsync(application.Keys.Issuer + "/.well-known/openid-configuration");
        Assert.Contains("\"grant_types_supported\":[\"authorization_code\",\"client_credentials\"]", metadata, StringComparison.Ordinal);
    }

    [Fact, Spec("RFC 7662 §2.2"), Spec("RFC 7009 §2.1")]
    public async Task Its_token_is_alive_until_it_is_revoked_or_the_account_is_off()
    {
        var machine = await server.MachineAsync();
        var (_, application, key) = machine;
        var (one, two) = ((await machine.AskAsync())["access_token"]!, (await machine.AskAsync())["access_token"]!);
        var told = await application.IntrospectAsync(one);
        Assert.Equal(("True", key.AccessKey, "announce:read", (string?)null), (told["active"], told["client_id"], told["scope"], told["sub"]));
        Assert.Equal(401, (await application.UserInfoAsync(one)).Status);

        Assert.Equal((200, ""), (await application.RevokeAsync(one)) is var revoked ? (revoked.Status, revoked.Body) : default);
        Assert.Equal("""{"active":false}""", (await application.IntrospectAsync(one)).Body);
        Assert.Equal("True", (await application.IntrospectAsync(two))["active"]);

        await server.EnableAsync(key, enabled: false);
        Assert.Equal("""{"active":false}""", (await application.IntrospectAsync(two)).Body);
        var refused = await machine.AskAsync(basic: true);
        Assert.Equal((401, "invalid_client"), (refused.Status, refused.Error));
        Assert.StartsWith("Basic", refused.Response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refreshed_secret_counts_at_once_and_a_deleted_account_is_nobody()
    {
        var machine = await server.MachineAsync();
        var (_, application, key) = machine;
        Assert.Equal(200, (await machine.AskAsync()).Status);

        var refreshed = (await server.Get<RefreshAccessKey>().RunAsync(Actor.CommandLine, server.PoolId, key.AccessKey, default)).Value!;
        Assert.Equal(401, (await machine.AskAsync()).Status);
        Assert.Equal(200, (await machine.AskAsync(refreshed.Secret)).Status);

        await server.Get<DeleteAccessKey>().RunAsync(Actor.CommandLine, server.PoolId, key.AccessKey, default);
        Assert.Equal(401, (await machine.AskAsync(refreshed.Secret)).Status);
    }

    [Fact]
    public async Task When_it_was_last_used_is_written_later()
    {
        var machine = await server.MachineAsync();
        var (_, application, key) = machine;
        await machine.AskAsync();
        Assert.Null(await LastUsedAsync());

        await server.Get<IEnumerable<Microsoft.Extensions.Hosting.IHostedService>>().OfType<UsedAccessKeyWriter>().Single().WriteAsync(default);

        var at = (await LastUsedAsync())!.Value;
        Assert.InRange(server.Clock.Now - at, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.Equal(0, at.Second);

        async Task<DateTimeOffset?> LastUsedAsync() =>
            (await server.Get<ListAccessKeys>().RunAsync(server.PoolId, application.Keys.ClientId, default)).Value!.Single(each => each.AccessKey == key.AccessKey).LastUsedAt;
    }

    [Fact]
    public async Task The_trail_names_the_account_and_never_its_secret()
    {
        var machine = await server.MachineAsync();
        var (_, application, key) = machine;
        await machine.AskAsync();
        await machine.AskAsync("wrong");

        await Eventually.TrueAsync(async () =>
        {
            await using var db = await server.DatabaseAsync();
            var id = Guid.ParseExact(application.Keys.ClientId, "N");
            var rows = db.Events.Where(row => row.ApplicationId == id).ToList();
            return rows.Any(row => row.Kind == "token_issued" && row.UserId == null && row.Detail!.Contains(key.AccessKey, StringComparison.Ordinal))
                && rows.Any(row => row.Reason == "access_key_secret_wrong" && row.Detail!.Contains(key.AccessKey, StringComparison.Ordinal))
                && rows.All(row => row.Detail?.Contains(key.Secret, StringComparison.Ordinal) != true);
        });
        Assert.DoesNotContain(server.Log.Lines, line => line.Contains(key.Secret, StringComparison.Ordinal));
    }

    [Fact, Spec("RFC 7662 §2.2"), Spec("RFC 7009 §2.1"), Attack("TT-16")]
    public async Task An_opaque_token_is_as_good_and_ends_in_the_same_ways()
    {
        var machine = await server.MachineAsync(new ApplicationPolicy { AccessTokenFormat = AccessTokenFormat.Opaque });
        var (_, application, key) = machine;
        var (one, two) = (await machine.TokenAsync(), await machine.TokenAsync());
        Assert.All([one, two], token => Assert.Matches("^[0-9a-f]{40}$", token));
        var told = await application.IntrospectAsync(one);
        Assert.Equal(("True", key.AccessKey, "announce:read", (string?)null), (told["active"], told["client_id"], told["scope"], told["sub"]));
        Assert.Equal(401, (await application.UserInfoAsync(one)).Status);

        Assert.Equal(200, (await application.RevokeAsync(one)).Status);
        Assert.Equal("""{"active":false}""", (await application.IntrospectAsync(one)).Body);
        await server.EnableAsync(key, enabled: false);
        Assert.Equal("""{"active":false}""", (await application.IntrospectAsync(two)).Body);
        await server.EnableAsync(key, enabled: true);
        Assert.Equal("True", (await application.IntrospectAsync(two))["active"]);
        await server.Get<DeleteAccessKey>().RunAsync(Actor.CommandLine, server.PoolId, key.AccessKey, default);
        Assert.Equal("""{"active":false}""", (await application.IntrospectAsync(two)).Body);
    }

    [Fact]
    public async Task The_OAuth_provider_has_machines_too()
    {
        var machine = await server.MachineAsync(new ApplicationPolicy { OAuth = new OAuthProvider { GrantTypes = ["client_credentials"] } });
        var issuer = machine.Application.Keys.Issuer[..^"oidc".Length] + "oauth";
        RelyingParty oauth = new(server.Client(), machine.Application.Keys with { Issuer = issuer });

        var answer = await machine.AskAsync(basic: true, issuer: issuer);

        Assert.Equal((200, "announce:read", "announce:update customer", "600"), (answer.Status, answer["scope"], answer["rejected_scope"], answer["expires_in"]));
        Assert.Matches("^[0-9a-f]{40}$", answer["access_token"]);
        Assert.Null(answer["refresh_token"]);
        var told = await oauth.IntrospectAsync(answer["access_token"]!);
        Assert.Equal(("True", machine.Key.AccessKey, issuer), (told["active"], told["client_id"], told["iss"]));
        Assert.Equal("""{"active":false}""", (await machine.Application.IntrospectAsync(answer["access_token"]!)).Body);
        Assert.Equal("""{"active":false}""", (await oauth.IntrospectAsync(await machine.TokenAsync())).Body);
    }

    [Fact, Attack("RF-18")]
    public async Task What_the_OAuth_provider_gave_it_ends_when_that_is_switched_off()
    {
        OAuthProvider provider = new() { GrantTypes = ["client_credentials"] };
        var machine = await server.MachineAsync(new ApplicationPolicy { OAuth = provider });
        var issuer = machine.Application.Keys.Issuer[..^"oidc".Length] + "oauth";
        RelyingParty oauth = new(server.Client(), machine.Application.Keys with { Issuer = issuer });
        var (theirs, ours) = ((await machine.AskAsync(basic: true, issuer: issuer))["access_token"]!, await machine.TokenAsync());

        foreach (var setting in new[] { null, provider })
        {
            Assert.Empty((await server.Get<SetOAuthProvider>().RunAsync(Actor.CommandLine, server.PoolId, machine.Application.Keys.ClientId, setting, default)).Faults);
        }

        Assert.Equal("""{"active":false}""", (await oauth.IntrospectAsync(theirs)).Body);
        Assert.Equal("True", (await machine.Application.IntrospectAsync(ours))["active"]);
    }

    [Fact, Attack("XT-01")]
    public async Task It_is_a_stranger_at_another_applications_address_and_its_token_says_nothing_there()
    {
        var (one, other) = (await server.MachineAsync(), await server.MachineAsync());

        var refused = await one.AskAsync(issuer: other.Application.Keys.Issuer);

        Assert.Equal((401, "invalid_client"), (refused.Status, refused.Error));
        Assert.Equal("""{"active":false}""", (await other.Application.IntrospectAsync(await one.TokenAsync())).Body);
    }

    [Theory, Attack("OV-04"), Attack("DV-16")]
    [InlineData("*", "invalid_scope")]
    [InlineData("*:*:read", "invalid_scope")]
    [InlineData("announce:*:*:*", "invalid_scope")]
    [InlineData("ann*:read", "invalid_scope")]
    [InlineData("ａnnounce:read", "invalid_scope")]
    [InlineData("announce:reаd", "invalid_scope")]
    [InlineData("announce:read\u200d", "invalid_scope")]
    [InlineData("announce:read openid:\"quoted\"", "invalid_scope")]
    public async Task What_only_looks_like_a_permission_gives_none(string scope, string error)
    {
        var answer = await (await server.MachineAsync()).AskAsync(scope: scope);

        Assert.Equal((400, error), (answer.Status, answer.Error));
    }

    [Theory, Attack("OV-04")]
    [InlineData("announce:{0}:read", 413)]
    [InlineData("{0:x}", 400)]
    public async Task Ten_thousand_items_are_refused_at_once(string item, int status)
    {
        var machine = await server.MachineAsync();
        var many = string.Join(' ', Enumerable.Range(0, 10_000).Select(number => string.Format(CultureInfo.InvariantCulture, item, number)));
        await machine.AskAsync(scope: many);
        var started = Stopwatch.GetTimestamp();

        var answer = await machine.AskAsync(scope: many);

        Assert.Equal((status, "invalid_request"), (answer.Status, answer.Error));
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 2);
    }

    [Fact, Attack("CO-01")]
    public async Task A_person_is_shown_the_permissions_they_hand_on()
    {
        await server.MachineAsync();
        var shop = await server.ApplicationAsync(input => input with { Policy = input.Policy with { ShowConsent = true } });
        var bob = await server.PersonAsync("bob");
        await server.RuleAsync(SubjectKind.User, bob.Email);
        var browser = server.Browser();

        var page = await browser.SignInAsync(shop.AuthorizeUrl(("scope", "openid announce:read announce:update")), bob);
        var list = page.Document.QuerySelector("ul.granted")!.TextContent;
        Assert.Contains("announce:read", list, StringComparison.Ordinal);
        Assert.Contains("The announce API", list, StringComparison.Ordinal);
        Assert.DoesNotContain("announce:update", list, StringComparison.Ordinal);

        var tokens = await shop.ExchangeAsync((await browser.AllowAsync(page)).Answer["code"]);
        Assert.Equal(("openid announce:read", "announce:update"), (tokens["scope"], tokens["rejected_scope"]));
    }

    [Fact, Spec("RFC 6749 §6"), Attack("RF-05"), Attack("RF-09")]
    public async Task A_refresh_hands_on_no_more_than_was_allowed_and_no_more_than_the_person_still_may()
    {
        await server.MachineAsync();
        var shop = await server.ApplicationAsync(input => input with
        {
            GrantTypes = ["authorization_code", "refresh_token"],
            Policy = input.Policy with { AllowOfflineAccessWithoutConsentPrompt = true },
        });
        var eve = await server.PersonAsync("eve");
        var rule = await server.RuleAsync(SubjectKind.User, eve.Email);
        var browser = server.Browser();
        var page = await browser.SignInAsync(shop.AuthorizeUrl(("scope", "openid offline_access announce:read announce:update")), eve);
        var first = await shop.ExchangeAsync((page.Left is null ? await browser.AllowAsync(page) : page).Answer["code"]);
        Assert.Equal("openid offline_access announce:read", first["scope"]);

        foreach (var wider in new[] { "openid announce:update", "openid announce", "*" })
        {
            Assert.Equal("invalid_scope", (await shop.RefreshAsync(first["refresh_token"]!, ("scope", wider))).Error);
        }

        Assert.Empty((await server.Get<DeleteRule>().RunAsync(Actor.CommandLine, server.PoolId, rule.ToString("N"), default)).Faults);
        var next = await shop.RefreshAsync(first["refresh_token"]!);
        Assert.Equal((200, "openid offline_access", "announce:read"), (next.Status, next["scope"], next["rejected_scope"]));
    }
}
