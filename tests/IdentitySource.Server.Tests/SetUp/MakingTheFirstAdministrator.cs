using IdentitySource.Management;
using IdentitySource.Management.Setup;
using IdentitySource.Management.Users;
using IdentitySource.TestKit.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.SetUp;

public class MakingTheFirstAdministrator(HostedServer server) : IClassFixture<HostedServer>
{
    [Theory]
    [InlineData("short", "Use at least 8 characters.")]
    [InlineData("olga@acme.test", "The password must not be the email address.")]
    [InlineData("password1", "This password is among the first that others would try. Choose another one.")]
    [InlineData("long", "Use at most 128 characters.")]
    public async Task A_password_is_refused_for_what_is_wrong_with_it(string password, string told)
    {
        var browser = server.Browser();
        var page = await browser.GetAsync(await LinkAsync(server));
        Assert.Equal(("8", "128"), (Attribute(page, "minlength"), Attribute(page, "maxlength")));

        var refused = await browser.SubmitAsync(page, Form(password == "long" ? string.Concat(Enumerable.Repeat("Abc1-", 26)) : password));

        Assert.Equal((422, told), (refused.Status, refused.Document.QuerySelector("#password-error")?.TextContent.Trim()));
    }

    internal static async Task<string> LinkAsync(HostedServer server) =>
        (await server.Services.GetRequiredService<CreateSetupLink>().RunAsync(Actor.CommandLine, default)).Value!.Path;

    internal static Dictionary<string, string> Form(string password) => new() { ["email"] = "olga@acme.test", ["password"] = password };

    private static string? Attribute(Visit page, string name) => page.Document.QuerySelector("#password")!.GetAttribute(name);
}

public class HavingMadeTheFirstAdministrator(HostedServer server) : IClassFixture<HostedServer>
{
    [Fact]
    public async Task The_page_says_what_became_of_the_demo_data_and_holds_nothing_that_leaves_it()
    {
        await server.Services.GetRequiredService<AddUser>().RunAsync(Actor.CommandLine, new NewUser { PoolId = server.PoolId, Username = "bob" }, default);
        var browser = server.Browser();
        var form = MakingTheFirstAdministrator.Form("correct horse 42 staple");
        form["demo"] = "true";

        var done = await browser.SubmitAsync(await browser.GetAsync(await MakingTheFirstAdministrator.LinkAsync(server)), form);

        Assert.Equal("Ready", done.Heading);
        Assert.Contains("could not be added", done.Document.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Single(done.Document.QuerySelectorAll("[role=alert] li"));
        Assert.Empty(done.Document.QuerySelectorAll("form"));
    }
}

public class SettingUpWithADemonstration(HostedServer server) : IClassFixture<HostedServer>
{
    [Fact]
    public async Task The_command_on_the_page_gets_the_demo_machine_its_token()
    {
        var browser = server.Browser();
        var form = MakingTheFirstAdministrator.Form("correct horse 42 staple");
        form["demo"] = "true";
        var done = await browser.SubmitAsync(await browser.GetAsync(await MakingTheFirstAdministrator.LinkAsync(server)), form);

        var words = done.Document.QuerySelector("#machine")!.TextContent.Replace("\"", "", StringComparison.Ordinal).Split(" -d ");
        using FormUrlEncodedContent body = new(words[1..].Select(word => KeyValuePair.Create(word.Split('=')[0], word.Split('=')[1])));
        var answer = await Answer.OfAsync(await server.Client().PostAsync(words[0]["curl ".Length..], body));

        Assert.Equal((200, "demo-report:read", "demo-report:update"), (answer.Status, answer["scope"], answer["rejected_scope"]));
        Assert.Contains("Demo machine", done.Document.QuerySelector("table")!.TextContent, StringComparison.Ordinal);
    }
}
