using IdentitySource.Management.Administration;
using IdentitySource.TestKit.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace IdentitySource.Server.Tests.Console;

/// <summary>Somebody watches the logs while the server is asked to stop.</summary>
public class LookingOnAtTheEnd(HostedServer server) : IClassFixture<HostedServer>
{
    [Fact]
    public async Task The_answer_ends_with_the_server_and_does_not_hold_it()
    {
        var browser = await server.ConsoleAsync(ConsoleRole.Operator);
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(HostedServer.Origin, "/console/default/logs/live"));
        var looking = browser.RawAsync(request);
        await Task.Delay(500);
        Assert.False(looking.IsCompleted);

        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        using var answer = await looking.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(("text/event-stream", "no"), (answer.Content.Headers.ContentType?.MediaType, Assert.Single(answer.Headers.GetValues("X-Accel-Buffering"))));
        Assert.Contains("event: ready", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(server.Log.Lines, line => line.Contains("/logs/live failed", StringComparison.Ordinal));
    }
}
