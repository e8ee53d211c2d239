using System.Net;
using IdentitySource.Management;
using IdentitySource.Management.Users;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Snapshots;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Tenancy;

/// <summary>Two user pools of one deployment: the same browser, the same names, and nothing of one is anything in the other.</summary>
public class LivingInAnotherPool(HostedServer server) : IClassFixture<HostedServer>
{
    private const string OtherPassword = "quite another 43 staple";

    [Fact, Attack("XT-05")]
    public async Task A_sign_in_that_began_in_one_cannot_go_on_in_the_other()
    {
        var (notes, there, ann) = (await server.NotesAsync(), await ThereAsync(), await server.AnnAsync());
        var browser = server.Browser();
        var page = await browser.GetAsync(notes.AuthorizeUrl());
        var (action, fields) = Browser.Fill(page, Steps.Pair(ann.Email, ann.Password));
        var (here, elsewhere) = (Address(notes), Address(there));

        foreach (var address in new[] { elsewhere, $"{HostedServer.Origin}pools/operators" })
        {
            foreach (var path in new[] { "/sign-in", "/consent", "/choose-account", "/oidc/auth/continue" })
            {
                var got = await browser.GetAsync($"{address}{path}?ticket={fields["ticket"]}");
                Assert.Equal((400, "flow_of_other_address"), (got.Status, got.Reason));
            }
        }

        var posted = await browser.PostAsync(action.Replace(here, elsewhere, StringComparison.Ordinal), fields);
        Assert.Equal((400, "flow_of_other_address"), (posted.Status, posted.Reason));
        Assert.Equal("login_required", await browser.SilentAsync(there));
        Assert.NotNull((await browser.SignInAsync(page, ann)).Left);
    }

    [Fact, Attack("XT-02")]
    public async Task Who_is_signed_in_in_one_is_a_stranger_in_the_other()
    {
        var (notes, browser, _) = await server.SignedInAsync();

        Assert.Equal("code", await browser.SilentAsync(notes));
        Assert.Equal("login_required", await browser.SilentAsync(await ThereAsync()));
    }

    [Fact, Attack("XT-11")]
    public async Task The_password_of_a_namesake_opens_nothing_and_is_counted_where_it_was_tried()
    {
        var (notes, there, ann) = (await server.NotesAsync(), await ThereAsync(), await server.PersonAsync("alice"));
        var namesake = await NamesakeAsync(ann);
        var before = await AttemptsAsync();
        var browser = server.Browser();

        var refused = await browser.SignInAsync(there.AuthorizeUrl(), ann);

        Assert.Equal("Sign in", refused.Heading);
        var after = await AttemptsAsync();
        Assert.Equal(before.Here, after.Here);
        Assert.True(after.There > before.There);
        Assert.Equal(namesake.Id.ToString("N"), (await there.IdTokenAsync(await browser.SignInAsync(refused, namesake))).GetProperty("sub").GetString());
        Assert.Equal("Sign in", (await browser.SignInAsync(notes.AuthorizeUrl(), namesake)).Heading);
    }

    [Fact, Attack("XT-12")]
    public async Task Signing_out_of_one_leaves_the_session_of_the_other()
    {
        var (notes, browser, ann) = await server.SignedInAsync();
        var there = await ThereAsync();
        await browser.SignInAsync(there.AuthorizeUrl(), await NamesakeAsync(ann));
        var hint = (await notes.ExchangeAsync((await browser.GetAsync(notes.AuthorizeUrl())).Answer["code"]))["id_token"];
        Assert.Equal(("code", "code"), (await browser.SilentAsync(notes), await browser.SilentAsync(there)));

        // The hint of one is no hint in the other: there the person would be asked first.
        Assert.Equal("Sign out?", (await browser.GetAsync($"{there.Keys.Issuer}/session/end?id_token_hint={hint}")).Heading);
        await browser.GetAsync($"{notes.Keys.Issuer}/session/end?id_token_hint={hint}");

        Assert.Equal(("login_required", "code"), (await browser.SilentAsync(notes), await browser.SilentAsync(there)));
    }

    [Fact, Attack("EN-11"), Attack("XT-01")]
    public async Task An_application_of_the_other_is_as_unknown_as_one_that_never_was()
    {
        var (there, never) = (await ThereAsync(), Guid.NewGuid().ToString("N"));
        async Task<(int, string)> AskAsync(string clientId)
        {
            RelyingParty posing = new(server.Client(), there.Keys with { Issuer = $"{HostedServer.Origin}oidc", ClientId = clientId });
            var answer = await posing.RefreshAsync("x");
            return (answer.Status, answer.Body);
        }

        Assert.Equal(await AskAsync(never), await AskAsync(there.Keys.ClientId));
        async Task<string> ShownAsync(string clientId)
        {
            RelyingParty posing = new(server.Client(), there.Keys with { Issuer = $"{HostedServer.Origin}oidc", ClientId = clientId });
            var page = await server.Browser().GetAsync(posing.AuthorizeUrl());
            return $"{page.Status} {page.Error} {page.Reason} {page.Heading}";
        }

        Assert.Equal(await ShownAsync(never), await ShownAsync(there.Keys.ClientId));
    }

    [Fact, Attack("XT-15")]
    public async Task While_one_is_suspended_nothing_of_it_is_given_or_honoured_and_then_it_goes_on()
    {
        var (there, bob) = (await ThereAsync(), await server.PersonAsync("bob", await server.PoolAsync(UserPool.OperatorsSlug)));
        there.Scope = "openid offline_access";
        var browser = server.Browser();
        var page = await browser.SignInAsync(there.AuthorizeUrl(("prompt", "consent")), bob);
        var tokens = await there.ExchangeAsync((await browser.AllowAsync(page)).Answer["code"]);
        var form = await server.Browser().GetAsync(there.AuthorizeUrl());
        var code = (await browser.GetAsync(there.AuthorizeUrl(("prompt", "none")))).Answer["code"];
        var verifier = there.Verifier;

        await SuspendAsync(server.Clock.Now);
        foreach (var visit in new[] { await browser.GetAsync(there.AuthorizeUrl()), await server.Browser().SignInAsync(form, bob), await browser.GetAsync(there.Keys.Issuer + "/session/end") })
        {
            Assert.Equal((404, null), (visit.Status, visit.Left));
        }

        Answer[] answers =
        [
            await there.ExchangeAsync(code, ("code_verifier", verifier)), await there.RefreshAsync(tokens["refresh_token"]!), await there.UserInfoAsync(tokens["access_token"]!),
            await there.IntrospectAsync(tokens["access_token"]!), await there.RevokeAsync(tokens["refresh_token"]!),
        ];
        Assert.All(answers, answer => Assert.Equal((404, ""), (answer.Status, answer.Body)));
        Assert.Equal(HttpStatusCode.NotFound, (await server.Client().GetAsync(there.Keys.Issuer + "/.well-known/jwks.json")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Client().GetAsync("/pools/operators/oidc/.well-known/openid-configuration")).StatusCode);
        Assert.Equal("code", await (await server.SignedInAsync()).Browser.SilentAsync(await server.NotesAsync()));

        await SuspendAsync(null);
        Assert.Equal(200, (await there.ExchangeAsync(code, ("code_verifier", verifier))).Status);
        Assert.Equal(200, (await there.UserInfoAsync(tokens["access_token"]!)).Status);
        Assert.Equal(200, (await there.RefreshAsync(tokens["refresh_token"]!)).Status);
        Assert.Equal("code", await browser.SilentAsync(there));
    }

    private static string Address(RelyingParty application) => application.Keys.Issuer[..^"/oidc".Length];

    private async Task<RelyingParty> ThereAsync()
    {
        var operators = await server.PoolAsync(UserPool.OperatorsSlug);
        return await server.ApplicationAsync(input => input with { PoolId = operators });
    }

    private async Task<Person> NamesakeAsync(Person person)
    {
        var operators = await server.PoolAsync(UserPool.OperatorsSlug);
        var added = await server.Services.GetRequiredService<AddUser>().RunAsync(
            Actor.CommandLine, new NewUser { PoolId = operators, Email = person.Email, Username = person.Username, Password = OtherPassword }, default);
        Assert.Empty(added.Faults);
        return person with { Password = OtherPassword, Id = added.Value };
    }

    private async Task<(int Here, int There)> AttemptsAsync()
    {
        await using var here = await server.DatabaseAsync();
        await using var there = await server.DatabaseAsync(await server.PoolAsync(UserPool.OperatorsSlug));
        return (await here.Set<AttemptRow>().SumAsync(row => row.Count), await there.Set<AttemptRow>().SumAsync(row => row.Count));
    }

    private async Task SuspendAsync(DateTimeOffset? at)
    {
        var operators = await server.PoolAsync(UserPool.OperatorsSlug);
        var changes = server.Services.GetRequiredService<ChangeFeed>();
        await using var db = await server.DatabaseAsync(operators);
        (await db.UserPools.SingleAsync(pool => pool.Id == operators)).SuspendedAt = at;
        changes.Add(db, operators, null);
        await db.SaveChangesAsync();
        changes.Note(operators, null);
    }
}
