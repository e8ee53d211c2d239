using System.Net;
using System.Text.RegularExpressions;
using IdentitySource.Server.Composition;
using IdentitySource.TestKit.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Composition;

/// <summary>What the last lines of a start say, to somebody who has nothing else to go by.</summary>
public partial class StartingTheServer(HostedServer server) : IClassFixture<HostedServer>
{
    [Fact]
    public async Task Every_address_in_the_notice_leads_somewhere()
    {
        await server.Services.GetRequiredService<StartNotice>().ShowAsync(default);

        var notice = server.Log.Lines.Last(line => line.Contains(nameof(StartNotice), StringComparison.Ordinal));
        var addresses = Address().Matches(notice).Select(match => match.Value.TrimEnd('.')).ToList();
        Assert.Equal(2, addresses.Count);
        Assert.Equal("https://idp.test", addresses[0]);
        using var client = server.Client();
        foreach (var address in addresses)
        {
            using var answer = await client.GetAsync(address);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [GeneratedRegex(@"https://\S+")]
    private static partial Regex Address();
}
