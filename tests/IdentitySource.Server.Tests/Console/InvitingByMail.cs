using System.Globalization;
using IdentitySource.Management.Administration;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using IdentitySource.TestKit.Mail;
using Xunit;

namespace IdentitySource.Server.Tests.Console;

public class InvitingByMail(MailingServer server) : IClassFixture<MailingServer>
{
    [Fact, Attack("PR-01"), Attack("AD-14")]
    public async Task The_link_arrives_at_the_configured_origin_and_opens_the_invitation()
    {
        var owner = await server.ConsoleAsync(ConsoleRole.Owner);
        var page = await owner.GetAsync("/console/default/settings");
        await owner.SubmitAsync(page, new Dictionary<string, string> { ["email"] = "ines@acme.test", ["role"] = "viewer", ["by_mail"] = "true" });
        await Eventually.TrueAsync(() => Task.FromResult(server.Sink.Mails.Count > 0));

        var text = Assert.Single(server.Sink.Mails).Part("text/plain");
        var link = text.Split('\n').Single(line => line.StartsWith("https://idp.test/console/invitation?link=", StringComparison.Ordinal)).Trim();
        var invited = await server.Browser().GetAsync(link);
        Assert.Equal(200, invited.Status);
        Assert.Contains("Default", invited.Body, StringComparison.Ordinal);
        await Eventually.TrueAsync(async () => (await owner.GetAsync("/console/default/settings/outbox")).Document.QuerySelector("td .badge.ok") is not null);
        Assert.DoesNotContain(server.Log.Lines, line => line.Contains(link.Split('=')[1], StringComparison.Ordinal));
    }
}

/// <summary>A server with a mail server beside it.</summary>
public sealed class MailingServer : HostedServer, IDisposable
{
    public SmtpSink Sink { get; } = new();

    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["IdentitySource:Mail:Host"] = "localhost",
        ["IdentitySource:Mail:Port"] = Sink.Port.ToString(CultureInfo.InvariantCulture),
        ["IdentitySource:Mail:From"] = "id@idp.test",
        ["IdentitySource:Mail:AllowUnencryptedMail"] = "true",
    };

    public void Dispose() => Sink.DisposeAsync().AsTask().GetAwaiter().GetResult();
}
