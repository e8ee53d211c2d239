using IdentitySource.Management.Administration;
using IdentitySource.Management.UserPools;
using IdentitySource.Server.Tests.Api;
using IdentitySource.Storage.Entities;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Console;

/// <summary>A pool's own policy: chosen in the console, and asked wherever a password is set.</summary>
public class AskingMoreOfPasswords(HostedServer server) : IClassFixture<HostedServer>
{
    private const string Policies = "/console/default/security/policies";

    private const string Eleven = "only eleven";

    [Fact]
    public async Task What_is_chosen_is_asked_by_the_console_and_by_the_api_and_the_message_names_it()
    {
        var browser = await server.ConsoleAsync(ConsoleRole.Administrator);
        var saved = await browser.SubmitAsync(await browser.GetAsync(Policies), new Dictionary<string, string> { ["password_min_length"] = "12" });
        Assert.Equal(("The policies were saved.", "12"), (saved.Document.QuerySelector("#notice")!.TextContent.Trim(), saved.Document.QuerySelector("#field-password-min-length")!.GetAttribute("value")));

        var refused = await browser.SubmitAsync(
            await browser.GetAsync("/console/default/users/new"), new Dictionary<string, string> { ["email"] = "twelve@acme.test", ["password"] = Eleven });
        Assert.Equal((422, "Use at least 12 characters."), (refused.Status, refused.Document.QuerySelector("#field-password-error")!.TextContent.Trim()));
        var client = await ApiClient.WithAsync(server, ["users:write"]);
        Assert.Equal("password", (await client.PostAsync("/users", $$"""{"email":"twelve@acme.test","password":"{{Eleven}}"}""")).Is(422).Fields.Single());
        var person = await server.PersonAsync();
        Assert.Equal("password", (await client.SendAsync("PUT", $"/users/{person.Id:N}/password", $$"""{"password":"{{Eleven}}"}""")).Is(422).Fields.Single());
        (await client.SendAsync("PUT", $"/users/{person.Id:N}/password", """{"password":"there are more of them"}""")).Is(204);
        await using var db = await server.DatabaseAsync();
        var acts = await db.Events.Where(row => row.Kind == "policies_updated").Select(row => row.Detail!).ToListAsync();
        Assert.Contains(acts, detail => detail.Contains("\"administrator\"", StringComparison.Ordinal) && detail.Contains("\"before\":\"8\",\"after\":\"12\"", StringComparison.Ordinal));
        await SetAsync(server.PoolId, 8);
    }

    [Fact]
    public async Task The_people_of_the_console_have_the_policy_of_their_own_pool()
    {
        var operators = await server.PoolAsync(UserPool.OperatorsSlug);
        await SetAsync(operators, 14);
        var owner = await server.ConsoleAsync(ConsoleRole.Owner);
        var invited = await owner.SubmitProvenAsync(
            await owner.GetAsync("/console/default/settings"), new Dictionary<string, string> { ["email"] = "policy@acme.test", ["role"] = "viewer" });
        var guest = server.Browser();

        var page = await guest.GetAsync(invited.Document.QuerySelector("code.secret")!.TextContent);
        var weak = await guest.SubmitAsync(page, new Dictionary<string, string> { ["password"] = "thirteen chrs" });

        Assert.Contains("at least 14 characters", page.Document.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal((422, "You are invited"), (weak.Status, weak.Heading));
        Assert.Equal("Overview", (await guest.SubmitAsync(weak, new Dictionary<string, string> { ["password"] = "fourteen chars" })).Heading);
        await SetAsync(operators, 8);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("65")]
    [InlineData("-12")]
    [InlineData("many")]
    [InlineData("")]
    public async Task What_is_out_of_range_is_said_at_the_field_and_kept(string wanted)
    {
        var browser = await server.ConsoleAsync(ConsoleRole.Administrator);
        var refused = await browser.SubmitAsync(await browser.GetAsync(Policies), new Dictionary<string, string> { ["password_min_length"] = wanted });

        Assert.Equal((422, "Enter a number from 8 to 64."), (refused.Status, refused.Document.QuerySelector("#field-password-min-length-error")!.TextContent.Trim()));
        Assert.Equal(wanted, refused.Document.QuerySelector("#field-password-min-length")!.GetAttribute("value") ?? "");
    }

    [Fact, Attack("AD-08")]
    public async Task Who_began_before_somebody_else_changed_it_is_told()
    {
        var browser = await server.ConsoleAsync(ConsoleRole.Administrator);
        var page = await browser.GetAsync(Policies);
        await SetAsync(server.PoolId, 20);

        var refused = await browser.SubmitAsync(page, new Dictionary<string, string> { ["password_min_length"] = "10" });

        Assert.Equal((422, "10"), (refused.Status, refused.Document.QuerySelector("#field-password-min-length")!.GetAttribute("value")));
        Assert.Equal(20, (await server.Services.GetRequiredService<UpdatePolicies>().FindAsync(server.PoolId, default)).PasswordMinLength);
        await SetAsync(server.PoolId, 8);
    }

    [Fact, Attack("AD-05")]
    public async Task A_viewer_reads_it_and_changes_nothing()
    {
        var page = await (await server.ConsoleAsync(ConsoleRole.Viewer)).GetAsync(Policies);

        Assert.Equal((200, "Policies"), (page.Status, page.Heading));
        Assert.Empty(page.Document.QuerySelectorAll("main form[method=post]"));
        Assert.Contains("IdentitySource__SignInLimits", page.Document.Body!.TextContent, StringComparison.Ordinal);
    }

    private async Task SetAsync(Guid pool, int length) =>
        Assert.Empty((await server.Services.GetRequiredService<UpdatePolicies>().RunAsync(Management.Actor.CommandLine, pool, new PoolPolicies(length), null, default)).Faults);
}
