using System.Text.Json.Nodes;
using IdentitySource.Management.Administration;
using IdentitySource.Server.Tests.Api;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Xunit;

namespace IdentitySource.Server.Tests.Console;

/// <summary>What the field of the authentication address asks while somebody types into it.</summary>
public class CheckingAnAddress(WideApi server) : IClassFixture<WideApi>
{
    private const string Page = "/console/default/applications/new";

    [Fact]
    public async Task A_free_one_is_said_to_be_free_with_the_address_that_it_makes()
    {
        var answer = await AskAsync(await server.ConsoleAsync(ConsoleRole.Administrator), " Quite-New ");
        Assert.True(answer["free"]!.GetValue<bool>());
        Assert.Contains("https://idp.test/apps/quite-new", answer["text"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "missing")]
    [InlineData("not an address", "letters, digits and hyphens")]
    [InlineData("-x", "letters, digits and hyphens")]
    [InlineData("console", "reserved")]
    [InlineData("xn--pple-43d", "encoded")]
    [InlineData("<script>alert(1)</script>", "letters, digits and hyphens")]
    public async Task One_that_is_not_allowed_is_refused_in_the_words_of_the_form(string address, string words)
    {
        var administrator = await server.ConsoleAsync(ConsoleRole.Administrator);
        var answer = await AskAsync(administrator, address);
        Assert.False(answer["free"]!.GetValue<bool>());
        Assert.Contains(words, answer["text"]!.GetValue<string>(), StringComparison.Ordinal);

        var refused = await administrator.SubmitAsync(await administrator.GetAsync(Page), new Dictionary<string, string> { ["name"] = "Notes", ["address"] = address });
        Assert.Equal(422, refused.Status);
        Assert.Equal(answer["text"]!.GetValue<string>(), refused.Document.QuerySelector("#field-address-error")!.TextContent.Trim());
    }

    [Fact, Attack("XT-06")]
    public async Task Of_one_that_is_taken_nothing_else_is_told_in_whichever_pool_it_is()
    {
        await server.ApplicationAsync(input => input with { Name = "Private Name", Address = "taken-here" });
        var elsewhere = await server.ConsoleAsync(ConsoleRole.Administrator, await server.OtherPoolAsync());
        var here = await AskAsync(await server.ConsoleAsync(ConsoleRole.Administrator), "taken-here");
        var there = JsonNode.Parse((await elsewhere.GetAsync("/console/elsewhere/applications/new?handler=Address&address=taken-here")).Body)!;
        Assert.Equal("""{"free":false,"text":"This authentication address is taken."}""", here.ToJsonString());
        Assert.Equal(here.ToJsonString(), there.ToJsonString());
    }

    [Fact, Attack("AD-05"), Attack("XT-06")]
    public async Task It_answers_those_who_may_create_an_application_and_nobody_else()
    {
        const string Question = Page + "?handler=Address&address=x";
        Assert.Equal(403, (await (await server.ConsoleAsync(ConsoleRole.Viewer)).GetAsync(Question)).Status);
        Assert.Equal(404, (await (await server.ConsoleAsync(ConsoleRole.Owner, await server.OtherPoolAsync())).GetAsync(Question)).Status);
        Assert.Equal("/console/sign-in", (await server.Browser().GetAsync(Question)).Address.AbsolutePath);
    }

    private static async Task<JsonNode> AskAsync(Browser browser, string address)
    {
        var answer = await browser.GetAsync($"{Page}?handler=Address&address={Uri.EscapeDataString(address)}");
        Assert.Equal((200, "application/json"), (answer.Status, answer.Response.Content.Headers.ContentType!.MediaType));
        Assert.True(answer.Response.Headers.CacheControl!.NoStore);
        return JsonNode.Parse(answer.Body)!;
    }
}
