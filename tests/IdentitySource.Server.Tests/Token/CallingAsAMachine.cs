using System.Text;
using IdentitySource.Management;
using IdentitySource.Management.AccessKeys;
using IdentitySource.Management.Permissions;
using IdentitySource.Management.Subjects;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Events;
using IdentitySource.Storage.Stores;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Token;

/// <summary>A programmatic access account on the real server: from the command that makes it to the token that ends with it.</summary>
[Spec("RFC 6749 §4.4")]
public class CallingAsAMachine(HostedServer server) : IClassFixture<HostedServer>
{
    private T Get<T>()
        where T : notnull => server.Services.GetRequiredService<T>();

    private async Task<(RelyingParty Application, IssuedAccessKey Key)> MachineAsync()
    {
        var application = await server.ApplicationAsync(input => input with { GrantTypes = ["client_credentials", "authorization_code"] });
        var key = (await Get<CreateAccessKey>().RunAsync(Actor.CommandLine, new NewAccessKey(server.PoolId, application.Keys.ClientId), default)).Value!;
        foreach (var resource in new[] { "announce", "customer" })
        {
            await Get<CreateResource>().RunAsync(Actor.CommandLine, new NewResource(server.PoolId, resource, ResourceType.Api, $"The {resource} API", ["read", "update"]), default);
        }

        await RuleAsync(SubjectKind.AccessKey, key.AccessKey);
        return (application, key);
    }

    private async Task RuleAsync(SubjectKind kind, string subject) => Assert.Empty((await Get<AddRule>().RunAsync(
        Actor.CommandLine, new NewRule(server.PoolId, new SubjectName(kind, subject), "announce", null, ["read"], Allow: true), default)).Faults);

    private async Task<Answer> AskAsync(RelyingParty application, IssuedAccessKey key, string? secret = null, string scope = "announce:read announce:update customer", bool basic = false)
    {
        Dictionary<string, string> form = new() { ["grant_type"] = "client_credentials", ["scope"] = scope };
        using HttpRequestMessage request = new(HttpMethod.Post, application.Keys.Issuer + "/token");
        if (basic)
        {
            request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{key.AccessKey}:{secret ?? key.Secret}")));
        }
        else
        {
            (form["client_id"], form["client_secret"]) = (key.AccessKey, secret ?? key.Secret);
        }

        request.Content = new FormUrlEncodedContent(form);
        return await Answer.OfAsync(await server.Client().SendAsync(request));
    }

    [Fact, Spec("RFC 6749 §4.4.3")]
    public async Task It_gets_a_token_for_what_its_rules_permit()
    {
        var (application, key) = await MachineAsync();

        var answer = await AskAsync(application, key);

        Assert.Equal(200, answer.Status);
        Assert.Equal(["access_token", "expires_in", "scope", "rejected_scope", "token_type"], answer.Json.EnumerateObject().Select(each => each.Name));
        Assert.Equal(("600", "announce:read", "announce:update customer", "Bearer"), (answer["expires_in"], answer["scope"], answer["rejected_scope"], answer["token_type"]));
        Assert.Equal("no-store", answer.Response.Headers.CacheControl!.ToString());
        Assert.Equal(200, (await AskAsync(application, key, basic: true)).Status);
        Assert.Equal(("400", "invalid_scope"), ((await AskAsync(application, key, scope: "customer")) is var none ? (none.Status.ToString(System.Globalization.CultureInfo.InvariantCulture), none.Error) : default));
        var metadata = await server.Client().GetStringAsync(application.Keys.Issuer + "/.well-known/openid-configuration");
        Assert.Contains("\"grant_types_supported\":[\"authorization_code\",\"client_credentials\"]", metadata, StringComparison.Ordinal);
    }

    [Fact, Spec("RFC 7662 §2.2"), Spec("RFC 7009 §2.1")]
    public async Task Its_token_is_alive_until_it_is_revoked_or_the_account_is_off()
    {
        var (application, key) = await MachineAsync();
        var (one, two) = ((await AskAsync(application, key))["access_token"]!, (await AskAsync(application, key))["access_token"]!);
        var told = await application.IntrospectAsync(one);
        Assert.Equal(("True", key.AccessKey, "announce:read", (string?)null), (told["active"], told["client_id"], told["scope"], told["sub"]));
        Assert.Equal(401, (await application.UserInfoAsync(one)).Status);

        Assert.Equal((200, ""), (await application.RevokeAsync(one)) is var revoked ? (revoked.Status, revoked.Body) : default);
        Assert.Equal("""{"active":false}""", (await application.IntrospectAsync(one)).Body);
        Assert.Equal("True", (await application.IntrospectAsync(two))["active"]);

        await Get<EnableAccessKey>().RunAsync(Actor.CommandLine, server.PoolId, key.AccessKey, enabled: false, default);
        Assert.Equal("""{"active":false}""", (await application.IntrospectAsync(two)).Body);
        var refused = await AskAsync(application, key, basic: true);
        Assert.Equal((401, "invalid_client"), (refused.Status, refused.Error));
        Assert.StartsWith("Basic", refused.Response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refreshed_secret_counts_at_once_and_a_deleted_account_is_nobody()
    {
        var (application, key) = await MachineAsync();
        Assert.Equal(200, (await AskAsync(application, key)).Status);

        var refreshed = (await Get<RefreshAccessKey>().RunAsync(Actor.CommandLine, server.PoolId, key.AccessKey, default)).Value!;
        Assert.Equal(401, (await AskAsync(application, key)).Status);
        Assert.Equal(200, (await AskAsync(application, key, refreshed.Secret)).Status);

        await Get<DeleteAccessKey>().RunAsync(Actor.CommandLine, server.PoolId, key.AccessKey, default);
        Assert.Equal(401, (await AskAsync(application, key, refreshed.Secret)).Status);
    }

    [Fact]
    public async Task When_it_was_last_used_is_written_later()
    {
        var (application, key) = await MachineAsync();
        await AskAsync(application, key);
        Assert.Null(await LastUsedAsync());

        await Get<IEnumerable<Microsoft.Extensions.Hosting.IHostedService>>().OfType<UsedAccessKeyWriter>().Single().WriteAsync(default);

        var at = (await LastUsedAsync())!.Value;
        Assert.InRange(server.Clock.Now - at, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.Equal(0, at.Second);

        async Task<DateTimeOffset?> LastUsedAsync() =>
            (await Get<ListAccessKeys>().RunAsync(server.PoolId, application.Keys.ClientId, default)).Value!.Single(each => each.AccessKey == key.AccessKey).LastUsedAt;
    }

    [Fact]
    public async Task The_trail_names_the_account_and_never_its_secret()
    {
        var (application, key) = await MachineAsync();
        await AskAsync(application, key);
        await AskAsync(application, key, "wrong");

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

    [Fact, Attack("CO-01")]
    public async Task A_person_is_shown_the_permissions_they_hand_on()
    {
        await MachineAsync();
        var shop = await server.ApplicationAsync(input => input with { Policy = input.Policy with { ShowConsent = true } });
        var bob = await server.PersonAsync("bob");
        await RuleAsync(SubjectKind.User, bob.Email);
        var browser = server.Browser();

        var page = await browser.SignInAsync(shop.AuthorizeUrl(("scope", "openid announce:read announce:update")), bob);
        var list = page.Document.QuerySelector("ul.granted")!.TextContent;
        Assert.Contains("announce:read", list, StringComparison.Ordinal);
        Assert.Contains("The announce API", list, StringComparison.Ordinal);
        Assert.DoesNotContain("announce:update", list, StringComparison.Ordinal);

        var tokens = await shop.ExchangeAsync((await browser.AllowAsync(page)).Answer["code"]);
        Assert.Equal(("openid announce:read", "announce:update"), (tokens["scope"], tokens["rejected_scope"]));
    }
}
