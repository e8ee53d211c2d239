using IdentitySource.Management;
using IdentitySource.Management.Users;
using IdentitySource.Server.Tests.SignIn;
using IdentitySource.Storage.Entities;
using IdentitySource.Storage.Stores;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Session;

/// <summary>Sign-ins and sign-outs of one person that meet: none is lost, and what comes too late is worth nothing.</summary>
public class ManyAtOnce(ManyAtOnce.QuickServer server) : IClassFixture<ManyAtOnce.QuickServer>
{
    [Fact, Attack("DB-14")]
    public async Task Fifty_sign_ins_are_fifty_sessions_and_no_counter_remembers_them_as_guesses()
    {
        const int count = 50;
        var (notes, bob) = (await server.NotesAsync(), await server.PersonAsync("bob"));
        var pages = await Task.WhenAll(Enumerable.Range(0, count).Select(async number =>
        {
            var browser = server.Browser();
            browser.Headers[Doorkeeper.PeerHeader] = $"10.1.{number}.7";
            return (Browser: browser, Page: await browser.GetAsync(notes.AuthorizeUrl()));
        }));

        var answered = await Task.WhenAll(pages.Select(each => Task.Run(() => each.Browser.SignInAsync(each.Page, bob))));

        Assert.All(answered, visit => Assert.Contains("code", visit.Answer.Keys));
        await using var db = await server.DatabaseAsync();
        Assert.Equal(count, await db.Set<SessionRow>().CountAsync(row => row.UserId == bob.Id && row.EndedAt == null));
        Assert.Equal(count, pages.Select(each => each.Browser.Cookie("session-")!.Value).Distinct().Count());
        Assert.Equal(0, await db.Set<AttemptRow>().SumAsync(row => row.Count));
        await Eventually.TrueAsync(async () => await db.Events.CountAsync(row => row.Kind == "sign_in" && row.UserId == bob.Id && row.Success) == count);
    }

    [Fact, Attack("DB-03"), Attack("AC-10")]
    public async Task A_code_asked_for_while_the_person_signs_out_is_worth_nothing_afterwards()
    {
        for (var round = 0; round < 12; round++)
        {
            var (notes, browser, _) = await server.SignedInAsync();
            var hint = (await notes.ExchangeAsync((await browser.GetAsync(notes.AuthorizeUrl())).Answer["code"]))["id_token"];
            var other = server.Browser();
            other.Headers["Cookie"] = browser.Cookies.GetCookieHeader(HostedServer.Origin);
            var (asked, ended) = (notes.AuthorizeUrl(("prompt", "none")), $"{notes.Keys.Issuer}/session/end?id_token_hint={hint}");

            var asking = Task.Run(() => other.GetAsync(asked));
            await Task.WhenAll(asking, Task.Run(() => browser.GetAsync(ended)));

            var answer = (await asking).Answer;
            var exchanged = answer.TryGetValue("code", out var code) ? (await notes.ExchangeAsync(code)).Error : "invalid_grant";
            Assert.Equal("invalid_grant", exchanged);
            Assert.Equal("login_required", await browser.SilentAsync(notes));
        }
    }

    [Fact, Attack("SF-10")]
    public async Task Ending_one_leaves_the_others_and_ending_all_leaves_nothing()
    {
        var carol = await server.PersonAsync("carol");
        var (desk, phone) = (await HereAsync(carol), await HereAsync(carol));
        var sessions = server.Services.GetRequiredService<SessionStore>();

        await sessions.EndAsync(server.PoolId, desk.Sid, server.Clock.Now, default);
        Assert.Equal(("login_required", "code"), (await desk.Browser.SilentAsync(desk.Application), await phone.Browser.SilentAsync(phone.Application)));
        Assert.Equal(200, (await phone.Application.UserInfoAsync(phone.Tokens["access_token"]!)).Status);

        var code = (await phone.Browser.GetAsync(phone.Application.AuthorizeUrl(("prompt", "none")))).Answer["code"];
        Assert.Empty((await server.Services.GetRequiredService<SignOutUser>().RunAsync(Actor.CommandLine, new UserName(server.PoolId, carol.Email), default)).Faults);

        Assert.Equal("login_required", await phone.Browser.SilentAsync(phone.Application));
        phone.Application.AuthorizeUrl();
        Assert.Equal("invalid_grant", (await phone.Application.ExchangeAsync(code)).Error);
        foreach (var (application, tokens) in new[] { (desk.Application, desk.Tokens), (phone.Application, phone.Tokens) })
        {
            Assert.Equal("invalid_grant", (await application.RefreshAsync(tokens["refresh_token"]!)).Error);
            Assert.Equal(401, (await application.UserInfoAsync(tokens["access_token"]!)).Status);
            Assert.Equal("False", (await application.IntrospectAsync(tokens["access_token"]!))["active"]);
        }
    }

    /// <summary>Signed in at a browser of their own, with tokens that outlive the session.</summary>
    private async Task<(RelyingParty Application, Browser Browser, Answer Tokens, Guid Sid)> HereAsync(Person person)
    {
        var (notes, browser) = (await server.ApplicationAsync(), server.Browser());
        notes.Scope = "openid offline_access";
        var page = await browser.SignInAsync(notes.AuthorizeUrl(("prompt", "consent")), person);
        var tokens = await notes.ExchangeAsync((await browser.AllowAsync(page)).Answer["code"]);
        return (notes, browser, tokens, Guid.Parse(Jwt.Claims(tokens["id_token"]!).GetProperty("sid").GetString()!));
    }

    public sealed class QuickServer : HostedServer
    {
        protected override void AddServices(IServiceCollection services) => services.AddSingleton<IPasswordHasher<User>>(new CountedHashes());
    }
}
