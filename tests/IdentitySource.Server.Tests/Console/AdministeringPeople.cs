using IdentitySource.Management;
using IdentitySource.Management.Administration;
using IdentitySource.Management.Groups;
using IdentitySource.Management.Roles;
using IdentitySource.Management.Users;
using IdentitySource.Storage.Entities;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Console;

public class AdministeringPeople(HostedServer server) : IClassFixture<HostedServer>
{
    private const string Hostile = "\"><img src=x onerror=alert(1)><script>alert(1)</script>{{7*7}}";

    [Fact]
    public async Task Somebody_is_added_found_and_changed()
    {
        var browser = await server.ConsoleAsync(ConsoleRole.Administrator);
        var page = await browser.SubmitAsync(
            await browser.GetAsync("/console/default/users/new"), Fields(("username", "carol"), ("email", "carol@acme.test"), ("name", "Carol Jones"), ("password", "correct horse 42 staple")));
        Assert.Equal((200, "Carol Jones"), (page.Status, page.Heading));
        Assert.Contains("The user was added.", page.Body, StringComparison.Ordinal);

        foreach (var search in new[] { "CAROL", "carol@", "carol%20j" })
        {
            Assert.Contains("carol@acme.test", (await browser.GetAsync("/console/default/users?search=" + search)).Body, StringComparison.Ordinal);
        }

        page = await browser.SubmitAsync(page, Fields(("gender", "F"), ("address_country", "France"), ("phone", "+49 30 5550000")));
        Assert.Contains("The changes were saved.", page.Body, StringComparison.Ordinal);
        Assert.Equal("+49305550000", page.Document.QuerySelector("[name=phone]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task A_persons_logs_and_changes_are_theirs_alone()
    {
        var (ann, bob) = (await server.PersonAsync("logged"), await server.PersonAsync("other"));
        await server.Browser().SignInAsync((await server.NotesAsync()).AuthorizeUrl(), ann);
        var browser = await server.ConsoleAsync(ConsoleRole.Viewer);
        var changes = await browser.GetAsync($"/console/default/users/{ann.Id:N}/changes");
        Assert.Contains("User created", Assert.Single(changes.Document.QuerySelectorAll("main tbody tr")).TextContent, StringComparison.Ordinal);
        var logs = await LogsAsync(ann);
        for (var looks = 0; looks < 50 && logs.Count == 0; looks++)
        {
            // Events are written a moment later.
            await Task.Delay(100);
            logs = await LogsAsync(ann);
        }

        Assert.NotEmpty(logs);
        Assert.Empty(await LogsAsync(bob));

        async Task<List<string>> LogsAsync(Person person) =>
            [.. (await browser.GetAsync($"/console/default/users/{person.Id:N}/logs")).Document.QuerySelectorAll("main tbody tr").Select(row => row.TextContent)];
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_its_field_and_what_was_typed_stays()
    {
        var browser = await server.ConsoleAsync(ConsoleRole.Administrator);
        var page = await browser.SubmitAsync(await browser.GetAsync("/console/default/users/new"), Fields(("username", "a b"), ("email", "nothing"), ("name", "Dora")));
        Assert.Equal(422, page.Status);
        Assert.Equal("true", page.Document.QuerySelector("#field-email")!.GetAttribute("aria-invalid"));
        Assert.Equal(("a b", "Dora"), (page.Document.QuerySelector("#field-username")!.GetAttribute("value"), page.Document.QuerySelector("#field-name")!.GetAttribute("value")));
    }

    [Fact, Attack("UI-06")]
    public async Task Nothing_that_is_written_down_becomes_markup()
    {
        var ann = await server.PersonAsync("xss");
        var texts = UserFields.All.Where(field => field.Form is UserFieldForm.Line or UserFieldForm.Lines).ToDictionary(field => field.Name, _ => (string?)Hostile);
        texts["custom_data"] = """{"x":"</textarea><script>alert(1)</script>"}""";
        Assert.Empty((await server.Services.GetRequiredService<UpdateUser>().RunAsync(Actor.CommandLine, new UserName(server.PoolId, ann.Email), null, texts, default)).Faults);

        foreach (var role in new[] { ConsoleRole.Viewer, ConsoleRole.Administrator })
        {
            var browser = await server.ConsoleAsync(role);
            foreach (var path in new[] { "users", $"users?search={Uri.EscapeDataString(Hostile)}", $"users/{ann.Id:N}", $"users/{ann.Id:N}/sign-in", $"users/{ann.Id:N}/sessions", $"users/{ann.Id:N}/consents", $"users/{ann.Id:N}/membership" })
            {
                var page = await browser.GetAsync("/console/default/" + path);
                Assert.Equal((path, 200), (path, page.Status));
                Assert.Empty(page.Document.QuerySelectorAll("img, script:not([src]), [onerror]"));
            }
        }
    }

    [Fact]
    public async Task The_second_of_two_is_told_and_may_save_again()
    {
        var ann = await server.PersonAsync("twice");
        var (one, two) = (await server.ConsoleAsync(ConsoleRole.Administrator), await server.ConsoleAsync(ConsoleRole.Administrator));
        var path = $"/console/default/users/{ann.Id:N}";
        var (first, second) = (await one.GetAsync(path), await two.GetAsync(path));
        Assert.Equal(200, (await one.SubmitAsync(first, Fields(("nickname", "first")))).Status);

        var refused = await two.SubmitAsync(second, Fields(("nickname", "second")));
        Assert.Equal(422, refused.Status);
        Assert.Contains("Somebody else has changed this meanwhile", refused.Body, StringComparison.Ordinal);
        Assert.Equal("second", refused.Document.QuerySelector("[name=nickname]")!.GetAttribute("value"));

        Assert.Contains("The changes were saved.", (await two.SubmitAsync(refused, Fields(("nickname", "second")))).Body, StringComparison.Ordinal);
    }

    [Fact, Attack("XT-06"), Attack("AD-03")]
    public async Task A_person_of_another_pool_is_not_there()
    {
        var olga = await server.Services.AdministratorAsync(ConsoleRole.Operator, server.PoolId);
        var browser = await server.ConsoleAsync(ConsoleRole.Owner);
        foreach (var tab in new[] { "", "/sign-in", "/sessions", "/consents", "/membership", "/delete" })
        {
            Assert.Equal(404, (await browser.GetAsync($"/console/default/users/{olga.Id:N}{tab}")).Status);
            Assert.Equal(404, (await browser.GetAsync($"/console/default/users/{Guid.NewGuid():N}{tab}")).Status);
        }
    }

    [Fact, Attack("AD-07"), Attack("AD-05")]
    public async Task The_people_of_the_console_are_an_operators_business()
    {
        var olga = await server.Services.AdministratorAsync(ConsoleRole.Operator, server.PoolId);
        var browser = await server.ConsoleAsync(ConsoleRole.Administrator, await server.PoolAsync(UserPool.OperatorsSlug));
        foreach (var path in new[] { "users", "users/new", $"users/{olga.Id:N}", $"users/{olga.Id:N}/sign-in", $"users/{olga.Id:N}/delete" })
        {
            Assert.Equal((path, 404), (path, (await browser.GetAsync("/console/operators/" + path)).Status));
        }

        var token = (await browser.GetAsync("/console/operators")).Document.QuerySelector("input[name=form_token]")!.GetAttribute("value")!;
        var answer = await browser.PostAsync($"/console/operators/users/{olga.Id:N}/sign-in?handler=Block", [new("form_token", token)]);
        Assert.Equal(404, answer.Status);
    }

    [Fact, Attack("AD-04")]
    public async Task What_the_form_does_not_have_is_not_taken()
    {
        var ann = await server.PersonAsync("mass");
        var browser = await server.ConsoleAsync(ConsoleRole.Administrator);
        var (action, fields) = Browser.Fill(await browser.GetAsync($"/console/default/users/{ann.Id:N}"), Fields(("nickname", "Annie")));
        foreach (var name in new[] { "PasswordHash", "password_hash", "email_verified", "Blocked", "PoolId", "Id", "SecurityStamp" })
        {
            fields[name] = "true";
        }

        var before = await RowAsync(ann.Id);
        Assert.Equal(200, (await browser.PostAsync(action, fields)).Status);
        var after = await RowAsync(ann.Id);
        Assert.Equal(("Annie", before.PasswordHash, before.EmailConfirmed, before.Blocked, before.SecurityStamp), (after.Nickname, after.PasswordHash, after.EmailConfirmed, after.Blocked, after.SecurityStamp));
    }

    [Fact, Attack("AD-12")]
    public async Task Deleting_wants_the_name_typed_and_the_password_again()
    {
        var ann = await server.PersonAsync("gone");
        var browser = await server.ConsoleAsync(ConsoleRole.Administrator);
        var path = $"/console/default/users/{ann.Id:N}/delete";
        Assert.Equal(422, (await browser.SubmitAsync(await browser.GetAsync(path), Fields(("confirmation", "somebody")))).Status);

        server.Clock.Advance(TimeSpan.FromMinutes(6));
        var asked = await browser.SubmitAsync(await browser.GetAsync(path), Fields(("confirmation", ann.Username)));
        Assert.Equal("Is it still you?", asked.Heading);
        Assert.NotNull(await FindAsync(ann.Id));

        var done = await browser.SubmitAsync(asked, Fields(("confirm_password", ConsoleSteps.Password)));
        Assert.Contains("The user was deleted.", done.Body, StringComparison.Ordinal);
        Assert.Null(await FindAsync(ann.Id));
    }

    [Fact]
    public async Task Signed_out_from_the_console_the_person_is_signed_out()
    {
        var (notes, browser, ann) = await server.SignedInAsync();
        var console = await server.ConsoleAsync(ConsoleRole.Administrator);
        var page = await console.GetAsync($"/console/default/users/{ann.Id:N}/sessions");
        var session = page.Document.QuerySelector("button[name=session]")!.GetAttribute("value");

        Assert.Contains("The session was ended.", (await console.SubmitAsync(page, Steps.Nothing, session)).Body, StringComparison.Ordinal);
        Assert.Equal("login_required", await browser.SilentAsync(notes));
    }

    [Fact]
    public async Task A_new_password_from_the_console_signs_in()
    {
        var ann = await server.PersonAsync("newpass");
        var console = await server.ConsoleAsync(ConsoleRole.Administrator);
        var path = $"/console/default/users/{ann.Id:N}/sign-in";
        Assert.Equal(422, (await console.SubmitProvenAsync(await console.GetAsync(path), Fields(("password", "short")))).Status);
        var page = await console.SubmitProvenAsync(await console.GetAsync(path), Fields(("password", "another horse 43 staple")));
        Assert.Contains("The password was set.", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("another horse", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Roles_and_groups_are_given_and_taken()
    {
        await server.Services.GetRequiredService<CreateGroup>().RunAsync(Actor.CommandLine, server.PoolId, "staff", "Staff", default);
        await server.Services.GetRequiredService<CreateRole>().RunAsync(Actor.CommandLine, server.PoolId, "editor", default);
        var ann = await server.PersonAsync("member");
        var console = await server.ConsoleAsync(ConsoleRole.Administrator);
        var page = await console.GetAsync($"/console/default/users/{ann.Id:N}/membership");
        page = await console.SubmitAsync(page, Fields(("group", "staff")));
        page = await console.SubmitAsync(page, Fields(("role", "editor")));
        Assert.NotNull(page.Document.QuerySelector("button[name=name][value=editor]"));

        page = await console.SubmitAsync(page, Steps.Nothing, "staff");
        Assert.Null(page.Document.QuerySelector("button[name=code]"));
        Assert.Equal(422, (await console.SubmitAsync(page, Fields(("group", Hostile)))).Status);
    }

    [Fact]
    public async Task A_viewer_sees_what_is_known_and_no_form_to_change_it()
    {
        var ann = await server.PersonAsync("seen");
        var browser = await server.ConsoleAsync(ConsoleRole.Viewer);
        var page = await browser.GetAsync($"/console/default/users/{ann.Id:N}");
        Assert.Contains(ann.Email, page.Document.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        foreach (var tab in new[] { "", "/sign-in", "/sessions", "/consents", "/membership" })
        {
            Assert.Empty((await browser.GetAsync($"/console/default/users/{ann.Id:N}{tab}")).Document.QuerySelectorAll("main form"));
        }

        Assert.Equal(403, (await browser.GetAsync($"/console/default/users/{ann.Id:N}/delete")).Status);
        Assert.Equal(400, (await browser.GetAsync("/console/default/users?after=%27%20OR%201=1")).Status);
    }

    private static Dictionary<string, string> Fields(params (string Name, string Value)[] fields) => fields.ToDictionary(each => each.Name, each => each.Value);

    private Task<UserDetail?> FindAsync(Guid id) => server.Services.GetRequiredService<FindUser>().RunAsync(server.PoolId, id, default);

    private async Task<User> RowAsync(Guid id)
    {
        await using var db = await server.DatabaseAsync(server.PoolId);
        return await db.Users.AsNoTracking().SingleAsync(row => row.Id == id);
    }
}
