using IdentitySource.Management;
using IdentitySource.Management.Access;
using IdentitySource.Management.Applications;
using IdentitySource.Management.Subjects;
using IdentitySource.Protocol.Applications;
using IdentitySource.Storage.Entities;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Access;

/// <summary>Who may sign in to an application: its default, and entries that win over it. A denied person gets a page, the application <c>access_denied</c> and never a code.</summary>
public class KeepingPeopleOut(HostedServer server) : IClassFixture<HostedServer>
{
    [Fact, Spec("RFC 6749 §4.1.2.1")]
    public async Task A_person_who_is_kept_out_gets_a_page_and_the_application_a_refusal()
    {
        var (notes, bob) = (await server.ApplicationAsync(), await server.PersonAsync("bob"));
        await AddAsync(notes, new(SubjectKind.User, bob.Email), allow: false);
        var browser = server.Browser();

        var page = await browser.SignInAsync(notes.AuthorizeUrl(), bob);
        Assert.Equal("You do not have access", page.Heading);
        Assert.Equal("access_denied", await browser.SilentAsync(notes));

        var answered = await browser.SubmitAsync(page, new Dictionary<string, string>(), "back");
        Assert.Equal(("access_denied", "S0", false), (answered.Answer["error"], answered.Answer["state"], answered.Answer.ContainsKey("code")));
        Assert.Equal("code", await browser.SilentAsync(await server.NotesAsync()));
    }

    [Fact]
    public async Task Somebody_else_may_sign_in_instead()
    {
        var (notes, bob, carol) = (await server.ApplicationAsync(), await server.PersonAsync("bob"), await server.PersonAsync("carol"));
        await AddAsync(notes, new(SubjectKind.User, bob.Email), allow: false);
        var browser = server.Browser();

        var page = await browser.SubmitAsync(await browser.SignInAsync(notes.AuthorizeUrl(), bob), new Dictionary<string, string>(), "other");

        Assert.True((await browser.SignInAsync(page, carol)).Answer.ContainsKey("code"));
    }

    [Fact]
    public async Task With_the_default_deny_only_those_come_in_whom_an_entry_lets_in_and_a_denial_wins()
    {
        var (notes, bob, carol, dan) = (await server.ApplicationAsync(), await server.PersonAsync("bob"), await server.PersonAsync("carol"), await server.PersonAsync("dan"));
        await server.Services.GetRequiredService<UpdateApplication>().RunAsync(
            Actor.CommandLine, new ApplicationSettings { PoolId = server.PoolId, Application = notes.Keys.ClientId, AccessByDefault = false }, default);
        var staff = $"staff-{notes.Keys.ClientId}";
        await GroupAsync(staff, bob, dan);
        await AddAsync(notes, new(SubjectKind.Group, staff), allow: true);
        await AddAsync(notes, new(SubjectKind.User, dan.Email), allow: false);

        Assert.True((await server.Browser().SignInAsync(notes.AuthorizeUrl(), bob)).Answer.ContainsKey("code"));
        Assert.Equal("You do not have access", (await server.Browser().SignInAsync(notes.AuthorizeUrl(), carol)).Heading);
        Assert.Equal("You do not have access", (await server.Browser().SignInAsync(notes.AuthorizeUrl(), dan)).Heading);
    }

    [Fact]
    public async Task An_entry_that_is_switched_off_or_taken_away_counts_no_more()
    {
        var (notes, bob) = (await server.ApplicationAsync(), await server.PersonAsync("bob"));
        var (entry, browser) = ((await AddAsync(notes, new(SubjectKind.User, bob.Email), allow: false)).ToString("N"), server.Browser());
        await browser.SignInAsync(notes.AuthorizeUrl(), bob);
        Assert.Equal("access_denied", await browser.SilentAsync(notes));

        await server.Services.GetRequiredService<EnableAccessEntry>().RunAsync(Actor.CommandLine, server.PoolId, entry, enabled: false, default);
        Assert.Equal("code", await browser.SilentAsync(notes));

        await server.Services.GetRequiredService<EnableAccessEntry>().RunAsync(Actor.CommandLine, server.PoolId, entry, enabled: true, default);
        Assert.Equal("access_denied", await browser.SilentAsync(notes));

        await server.Services.GetRequiredService<RemoveAccessEntry>().RunAsync(Actor.CommandLine, server.PoolId, entry, default);
        Assert.Equal("code", await browser.SilentAsync(notes));
    }

    [Fact, Attack("AC-10"), Attack("RF-07"), Attack("TT-16")]
    public async Task What_the_application_has_of_the_person_is_dead_from_then_on()
    {
        var notes = await server.ApplicationAsync(input => input with { Policy = new ApplicationPolicy { ShowConsent = false, AllowOfflineAccessWithoutConsentPrompt = true } });
        var (bob, browser) = (await server.PersonAsync("bob"), server.Browser());
        notes.Scope = "openid offline_access";
        var tokens = await notes.ExchangeAsync((await browser.SignInAsync(notes.AuthorizeUrl(), bob)).Answer["code"]);
        var code = (await browser.GetAsync(notes.AuthorizeUrl())).Answer["code"];

        await AddAsync(notes, new(SubjectKind.User, bob.Email), allow: false);

        Assert.Equal("invalid_grant", (await notes.ExchangeAsync(code)).Error);
        Assert.Equal("invalid_grant", (await notes.RefreshAsync(tokens["refresh_token"]!)).Error);
        Assert.Equal(401, (await notes.UserInfoAsync(tokens["access_token"]!)).Status);
        Assert.Equal("""{"active":false}""", (await notes.IntrospectAsync(tokens["access_token"]!)).Body);
        Assert.Equal("""{"session":null}""", (await browser.GetAsync(notes.Keys.Issuer[..^"/oidc".Length] + "/cas/session")).Body);
    }

    [Fact, Spec("RFC 6749 §4.2.2.1")]
    public async Task Tokens_do_not_come_at_once_either()
    {
        var notes = await server.ApplicationAsync(input => input with { GrantTypes = ["implicit"], ResponseTypes = ["id_token token"] });
        var (bob, browser) = (await server.PersonAsync("bob"), server.Browser());
        await AddAsync(notes, new(SubjectKind.User, bob.Email), allow: false);

        var page = await browser.SignInAsync(notes.AuthorizeUrl(("response_type", "id_token token"), ("code_challenge", null), ("code_challenge_method", null)), bob);

        Assert.Equal("You do not have access", page.Heading);
        Assert.Equal(["error", "error_description", "iss", "state"], (await browser.SubmitAsync(page, Steps.Nothing, "back")).Answer.Keys.Order());
    }

    [Fact, Attack("EN-06")]
    public async Task The_password_mode_says_no_more_than_that_the_pair_is_wrong()
    {
        var notes = await server.ApplicationAsync(input => input with { GrantTypes = ["password"], ResponseTypes = [], RedirectUris = [] });
        var bob = await server.PersonAsync("bob");
        (string, string?)[] form = [("grant_type", "password"), ("username", bob.Username), ("password", bob.Password)];
        Assert.Null((await notes.TokenAsync(form)).Error);

        await AddAsync(notes, new(SubjectKind.User, bob.Email), allow: false);

        var (right, wrong) = (await notes.TokenAsync(form), await notes.TokenAsync([.. form[..2], ("password", "a guess")]));
        Assert.Equal((400, "invalid_grant"), (right.Status, right.Error));
        Assert.Equal(wrong.Body, right.Body);
    }

    [Fact]
    public async Task The_trail_names_the_person_and_the_application_when_the_page_is_shown()
    {
        var (notes, bob) = (await server.ApplicationAsync(), await server.PersonAsync("bob"));
        await AddAsync(notes, new(SubjectKind.User, bob.Email), allow: false);

        await server.Browser().SignInAsync(notes.AuthorizeUrl(), bob);

        await Eventually.TrueAsync(async () =>
        {
            await using var db = await server.DatabaseAsync();
            return await db.Events.AnyAsync(row =>
                row.Reason == "person_has_no_access" && row.UserId == bob.Id && row.ApplicationId == Guid.ParseExact(notes.Keys.ClientId, "N") && !row.Success);
        });
    }

    [Fact]
    public async Task The_page_speaks_both_languages_and_the_way_to_another_account_keeps_them()
    {
        var (notes, bob, browser) = (await server.ApplicationAsync(), await server.PersonAsync("bob"), server.Browser());
        await AddAsync(notes, new(SubjectKind.User, bob.Email), allow: false);

        var page = await browser.SignInAsync(notes.AuthorizeUrl(("ui_locales", "zh-CN")), bob);
        Assert.Equal("您没有访问权限", page.Heading);

        Assert.Equal("登录", (await browser.SubmitAsync(page, Steps.Nothing, "other")).Heading);
    }

    [Fact]
    public async Task An_entry_of_one_application_means_nothing_to_another()
    {
        var (notes, other, bob) = (await server.ApplicationAsync(), await server.ApplicationAsync(), await server.PersonAsync("bob"));
        await AddAsync(other, new(SubjectKind.User, bob.Email), allow: false);

        Assert.True((await server.Browser().SignInAsync(notes.AuthorizeUrl(), bob)).Answer.ContainsKey("code"));
    }

    private async Task<Guid> AddAsync(RelyingParty application, SubjectName subject, bool allow)
    {
        var outcome = await server.Services.GetRequiredService<AddAccessEntry>().RunAsync(
            Actor.CommandLine, new NewAccessEntry(server.PoolId, application.Keys.ClientId, subject, allow), default);
        Assert.Empty(outcome.Faults);
        return outcome.Value;
    }

    private async Task GroupAsync(string code, params Person[] members)
    {
        await using var db = await server.DatabaseAsync();
        Storage.Entities.Group group = new() { PoolId = server.PoolId, Id = Guid.NewGuid(), Code = code, Name = code, CreatedAt = server.Clock.Now };
        db.Add(group);
        db.AddRange(members.Select(member => new GroupMember { PoolId = server.PoolId, GroupId = group.Id, UserId = member.Id }));
        await db.SaveChangesAsync();
    }
}
