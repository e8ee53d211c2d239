using IdentitySource.Management.Administration;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Xunit;

namespace IdentitySource.Server.Tests.Console;

/// <summary>What no field holds, sent to pages past their forms: a refusal, and no page of ours that broke.</summary>
public class SendingUnfitText(HostedServer server) : IClassFixture<HostedServer>
{
    [Theory, Attack("UN-05")]
    [InlineData("logs?find=%00")]
    [InlineData("logs?kind=%00")]
    [InlineData("logs?find=a%00b")]
    [InlineData("logs/live?kind=%00")]
    [InlineData("audit?find=%00")]
    [InlineData("applications?search=%00")]
    [InlineData("users?search=%00")]
    [InlineData("security?application=%00")]
    public async Task A_nul_in_an_address_is_refused(string address)
    {
        var browser = await server.ConsoleAsync(ConsoleRole.Viewer);
        Assert.Equal(400, (await browser.GetAsync($"/console/default/{address}")).Status);
    }

    [Theory, Attack("UN-05")]
    [InlineData("settings?handler=Invite", "email")]
    [InlineData("security?handler=Rotate", "application")]
    public async Task A_nul_in_a_form_is_refused(string address, string field)
    {
        var browser = await server.ConsoleAsync(ConsoleRole.Owner);
        var token = (await browser.GetAsync("/console/default/settings")).Document.QuerySelector("input[name=form_token]")!.GetAttribute("value")!;
        Assert.InRange((await browser.PostAsync($"/console/default/{address}", [new("form_token", token), new(field, "a\0b")])).Status, 400, 422);
    }

    [Theory]
    [InlineData("until=9999-12-31")]
    [InlineData("from=0001-01-01&until=0001-01-01")]
    [InlineData("from=9999-12-31")]
    public async Task A_day_at_the_end_of_time_is_a_day(string query)
    {
        var browser = await server.ConsoleAsync(ConsoleRole.Viewer);
        Assert.Equal(200, (await browser.GetAsync($"/console/default/logs?{query}")).Status);
    }
}
