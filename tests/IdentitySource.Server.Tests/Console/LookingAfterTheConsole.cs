using IdentitySource.Management.Administration;
using IdentitySource.Storage.Entities;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IdentitySource.Server.Tests.Console;

/// <summary>Settings, user pools and keys over HTTP: what is refused, and that it is said where it belongs.</summary>
public class LookingAfterTheConsole(HostedServer server) : IClassFixture<HostedServer>
{
    private const string Settings = "/console/default/settings";

    [Fact, Attack("AD-05")]
    public async Task An_administrator_sees_who_administers_and_changes_nothing()
    {
        var browser = await server.ConsoleAsync(ConsoleRole.Administrator);
        var page = await browser.GetAsync(Settings);
        Assert.Equal("Administrators", page.Heading);
        Assert.Empty(page.Document.QuerySelectorAll("main form[method=post]"));

        var token = page.Document.QuerySelector("input[name=form_token]")!.GetAttribute("value")!;
        foreach (var handler in new[] { "Invite", "Change", "Remove", "Revoke" })
        {
            var refused = await browser.PostAsync($"{Settings}?handler={handler}", [new("form_token", token), new("email", "eve@x.test"), new("role", "owner")]);
            Assert.Equal((403, "Your role does not allow this"), (refused.Status, refused.Heading));
        }
    }

    [Fact, Attack("AD-14")]
    public async Task An_invitation_leads_through_the_password_into_the_pool()
    {
        var owner = await server.ConsoleAsync(ConsoleRole.Owner);
        var invited = await owner.SubmitAsync(await owner.GetAsync(Settings), new Dictionary<string, string> { ["email"] = "vera@acme.test", ["role"] = "viewer" });
        var link = invited.Document.QuerySelector("code.secret")!.TextContent;
        Assert.StartsWith("https://idp.test/console/invitation?link=", link, StringComparison.Ordinal);

        var vera = server.Browser();
        var weak = await vera.SubmitAsync(await vera.GetAsync(link), new Dictionary<string, string> { ["password"] = "short" });
        Assert.Equal(422, weak.Status);
        Assert.Contains("too weak for a new one", weak.Document.QuerySelector("#password-error")!.TextContent, StringComparison.Ordinal);
        var inside = await vera.SubmitAsync(weak, new Dictionary<string, string> { ["password"] = "correct horse 42 staple" });

        Assert.Equal(("Overview", "/console/default"), (inside.Heading, inside.Address.AbsolutePath));
        Assert.Equal((410, "This invitation no longer works"), ((await vera.GetAsync(link)).Status, (await vera.GetAsync(link)).Heading));
        Assert.Equal(403, (await vera.PostAsync("/console/default/security?handler=Rotate", [new("form_token", Token(inside)), new("algorithm", "RS256")])).Status);
    }

    [Fact, Attack("AD-20"), Attack("EN-10")]
    public async Task The_invited_page_is_the_same_whether_there_is_an_account_or_not()
    {
        var owner = await server.ConsoleAsync(ConsoleRole.Owner);
        var existing = await server.Services.AdministratorAsync(ConsoleRole.Owner, server.PoolId);
        List<string> pages = [];
        foreach (var email in new[] { existing.Email, "someone-new-at-this@acme.test" })
        {
            var invited = await owner.SubmitAsync(await owner.GetAsync(Settings), new Dictionary<string, string> { ["email"] = email, ["role"] = "viewer" });
            Assert.Equal(200, invited.Status);
            var visitor = server.Browser();
            var page = await visitor.GetAsync(invited.Document.QuerySelector("code.secret")!.TextContent);
            pages.Add(page.Document.QuerySelector("main")!.TextContent);

            // Whoever invited has the link as well, and may try a password that no new account would be given.
            foreach (var password in new[] { "x", "" })
            {
                var tried = await visitor.SubmitAsync(page, new Dictionary<string, string> { ["password"] = password });
                pages.Add($"{password}: {tried.Status} {tried.Document.QuerySelector("#password-error")!.TextContent}");
            }
        }

        Assert.Equal(pages[..3], pages[3..]);
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_its_field_and_what_was_typed_stays()
    {
        var owner = await server.ConsoleAsync(ConsoleRole.Owner);
        var refused = await owner.SubmitAsync(await owner.GetAsync(Settings), new Dictionary<string, string> { ["email"] = "\"><b>no", ["role"] = "administrator" });

        Assert.Equal((422, "Error: Administrators · Default"), (refused.Status, refused.Document.Title));
        Assert.Equal("#field-email", refused.Document.QuerySelector("#faults a")!.GetAttribute("href"));
        var field = refused.Document.QuerySelector("#field-email")!;
        Assert.Equal(("\"><b>no", "true", "field-email-error"), (field.GetAttribute("value"), field.GetAttribute("aria-invalid"), field.GetAttribute("aria-describedby")));
        Assert.Equal("administrator", refused.Document.QuerySelector("#field-role option[selected]")!.GetAttribute("value"));
    }

    [Fact, Attack("AD-08")]
    public async Task The_last_owner_stays_and_a_role_that_changed_meanwhile_is_not_overwritten()
    {
        var pool = await server.PoolAsync("operators");
        var root = await server.ConsoleAsync(ConsoleRole.Operator);
        var before = await server.Services.AdministratorAsync(ConsoleRole.Viewer, server.PoolId);
        var page = await root.GetAsync(Settings);
        await using (var db = await server.DatabaseAsync(pool))
        {
            await db.Administrators.Where(row => row.UserId == before.Id).ExecuteUpdateAsync(rows => rows.SetProperty(row => row.Role, "administrator"));
        }

        var refused = await root.PostAsync($"{Settings}?handler=Change", [new("form_token", Token(page)), new("person", before.Id.ToString("N")), new("was", "viewer"), new("to", "owner")]);

        Assert.Equal(422, refused.Status);
        Assert.Contains("Look at it as it is now.", refused.Document.QuerySelector("#faults")!.TextContent, StringComparison.Ordinal);
        await using var after = await server.DatabaseAsync(pool);
        Assert.Equal("administrator", (await after.Administrators.SingleAsync(row => row.UserId == before.Id)).Role);
    }

    [Fact, Attack("XT-06"), Attack("XT-25")]
    public async Task The_list_of_pools_is_for_operators()
    {
        foreach (var role in new[] { ConsoleRole.Viewer, ConsoleRole.Owner })
        {
            var browser = await server.ConsoleAsync(role);
            Assert.Equal(403, (await browser.GetAsync("/console/user-pools")).Status);
            Assert.Equal(404, (await browser.GetAsync("/console/operators")).Status);
            var home = await browser.GetAsync("/console");
            Assert.Empty(home.Document.QuerySelectorAll("a[href='/console/user-pools']"));
            Assert.DoesNotContain("Address mode", (await browser.GetAsync("/console/default/settings/about")).Body, StringComparison.Ordinal);
        }

        var operators = await server.ConsoleAsync(ConsoleRole.Operator);
        Assert.Equal(200, (await operators.GetAsync("/console/operators/settings")).Status);
        Assert.Contains("Address mode", (await operators.GetAsync("/console/default/settings/about")).Body, StringComparison.Ordinal);
    }

    [Fact, Attack("XT-15")]
    public async Task A_new_pool_is_led_into_and_one_that_is_suspended_is_there_for_operators_alone()
    {
        var root = await server.ConsoleAsync(ConsoleRole.Operator);
        var form = await root.GetAsync("/console/user-pools/new");
        var refused = await root.SubmitAsync(form, new Dictionary<string, string> { ["name"] = "Globex", ["slug"] = "Default" });
        Assert.Equal((422, "Default"), (refused.Status, refused.Document.QuerySelector("#field-slug")!.GetAttribute("value")));

        var made = await root.SubmitAsync(refused, new Dictionary<string, string> { ["name"] = "Globex", ["slug"] = "globex" });
        Assert.Equal(("/console/globex", "Overview"), (made.Address.AbsolutePath, made.Heading));
        Assert.Equal(200, (int)(await server.Client().GetAsync(new Uri("/pools/globex/oidc/.well-known/openid-configuration", UriKind.Relative))).StatusCode);

        var pool = await server.PoolAsync("globex");
        var gus = await server.ConsoleAsync(ConsoleRole.Owner, pool);
        Assert.Equal("/console/globex", (await gus.GetAsync("/console")).Address.AbsolutePath);
        await using var db = await server.DatabaseAsync(pool);
        await db.UserPools.Where(row => row.Slug == "globex").ExecuteUpdateAsync(rows => rows.SetProperty(row => row.SuspendedAt, server.Clock.GetUtcNow()));
        Assert.Equal((404, 404, 200), ((await gus.GetAsync("/console/globex")).Status, (await gus.GetAsync("/console")).Status, (await root.GetAsync("/console/globex")).Status));
    }

    [Fact]
    public async Task Keys_of_an_application_are_asked_for_by_its_name_and_of_another_pools_by_none()
    {
        var notes = await server.NotesAsync();
        var browser = await server.ConsoleAsync(ConsoleRole.Viewer);
        var page = await browser.GetAsync($"/console/default/security?application={notes.Keys.ClientId}");
        Assert.Equal(4, page.Document.QuerySelectorAll("tbody tr").Length);
        var unknown = await browser.GetAsync($"/console/default/security?application={server.PoolId:N}");
        Assert.Equal((422, "This user pool has no such application."), (unknown.Status, unknown.Document.QuerySelector("#field-application-error")!.TextContent.Trim()));
    }

    [Fact, Attack("KR-03")]
    public async Task A_key_is_revoked_by_an_owner_and_the_trail_says_by_whom()
    {
        var owner = await server.Services.AdministratorAsync(ConsoleRole.Owner, server.PoolId);
        var browser = server.Browser();
        await browser.EnterConsoleAsync(owner);
        var page = await browser.GetAsync("/console/default/security");
        var kid = page.Document.QuerySelector("input[name=kid]")!.GetAttribute("value")!;

        var done = await browser.SubmitProvenAsync(page, new Dictionary<string, string> { ["kid"] = kid });

        Assert.Equal("The key is revoked. What it signed is refused.", done.Document.QuerySelector("#notice")!.TextContent.Trim());
        await using var db = await server.DatabaseAsync();
        var trace = await db.Events.SingleAsync(row => row.Kind == "key_revoked");
        Assert.Contains(owner.Id.ToString("N"), trace.Detail, StringComparison.Ordinal);
        Assert.Contains(kid, trace.Detail, StringComparison.Ordinal);
        var keys = await (await server.Client().GetAsync(new Uri("/oidc/.well-known/jwks.json", UriKind.Relative))).Content.ReadAsStringAsync();
        Assert.DoesNotContain(kid, keys, StringComparison.Ordinal);
    }

    private static string Token(Visit page) => page.Document.QuerySelector("input[name=form_token]")!.GetAttribute("value")!;
}
