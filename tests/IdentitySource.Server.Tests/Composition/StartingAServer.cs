using System.Net;
using IdentitySource.Management;
using IdentitySource.Management.Mail;
using IdentitySource.Management.Setup;
using IdentitySource.TestKit.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Xunit;

namespace IdentitySource.Server.Tests.Composition;

public class StartingAServer(HostedServer server) : IClassFixture<HostedServer>
{
    [Fact]
    public async Task While_nobody_administers_it_the_log_shows_where_it_answers_and_a_link_that_works()
    {
        var line = await StartLine.OfAsync(server);
        Assert.Contains("running at https://idp.test. ", line, StringComparison.Ordinal);
        using var client = server.Client();
        foreach (var address in line.Split(' ').Where(word => word.StartsWith("https://", StringComparison.Ordinal)))
        {
            using var answer = await client.GetAsync(address.TrimEnd('.'));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        var handle = line.Split("https://idp.test/setup?link=")[1].Trim();
        Assert.True(await server.Services.GetRequiredService<CompleteSetup>().IsOpenAsync(handle, default));
    }
}

public class StoppingAServer(StoppingAServer.WithSlowMail server) : IClassFixture<StoppingAServer.WithSlowMail>
{
    /// <summary>docs/operating/mail.md promises that a server that stops finishes the mail on the line.</summary>
    [Fact]
    public void It_is_given_longer_than_the_slowest_mail_may_take() =>
        Assert.True(MailOptions.LongestTimeout < server.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout);

    public sealed class WithSlowMail : HostedServer
    {
        protected override IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>
        {
            ["IdentitySource:Mail:Host"] = "mail.acme.test",
            ["IdentitySource:Mail:From"] = "id@acme.test",
            ["IdentitySource:Mail:Timeout"] = $"{MailOptions.LongestTimeout:c}",
        };
    }
}

public class StartingAServerUnattended(StartingAServerUnattended.Configured server) : IClassFixture<StartingAServerUnattended.Configured>
{
    [Fact]
    public async Task The_administrator_of_the_configuration_is_there_and_no_link_is_shown()
    {
        Assert.True(await server.Services.GetRequiredService<Administrators>().AnyAsync(default));
        var line = await StartLine.OfAsync(server);
        Assert.DoesNotContain("/setup", line, StringComparison.Ordinal);
        Assert.Equal(
            "administrator_exists",
            Assert.Single((await server.Services.GetRequiredService<CreateSetupLink>().RunAsync(Actor.CommandLine, default)).Faults).Reason);
    }

    [Fact]
    public void Their_password_is_nowhere_in_the_log() =>
        Assert.DoesNotContain(server.Log.Lines, line => line.Contains("correct horse", StringComparison.Ordinal));

    public sealed class Configured : HostedServer
    {
        protected override IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>
        {
            ["IdentitySource:Administrator:Email"] = "olga@acme.test",
            ["IdentitySource:Administrator:Password"] = "correct horse",
        };
    }
}

/// <summary>The start's last line; it comes a moment after the server answers.</summary>
internal static class StartLine
{
    public static async Task<string> OfAsync(HostedServer server)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(20));
        while (true)
        {
            if (server.Log.Lines.FirstOrDefault(line => line.Contains("IdentitySource is running", StringComparison.Ordinal)) is { } line)
            {
                return line;
            }

            await Task.Delay(50, patience.Token);
        }
    }
}
