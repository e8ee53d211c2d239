using System.Net.Sockets;
using System.Text;

namespace IdentitySource.Server.Commands.Doctor;

/// <summary>Whether the mail server greets. Nothing is sent, and no password told.</summary>
internal static class MailCheck
{
    private const string Name = "mail";

    public static async Task<IReadOnlyList<Finding>> RunAsync(Patient patient, CancellationToken cancel)
    {
        var mail = patient.Options.Mail;
        if (mail.Host is not { } host)
        {
            return [new Finding(Name, Health.Skipped, "No mail server is named: mails wait in the outbox.")];
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(mail.Timeout);
        try
        {
            using TcpClient client = new();
            await client.ConnectAsync(host, mail.Port, patience.Token);
            var greeting = new byte[3];
            await client.GetStream().ReadExactlyAsync(greeting, patience.Token);
            return [Encoding.ASCII.GetString(greeting) == "220"
                ? new Finding(Name, Health.Good, $"{host}:{mail.Port} greets as a mail server.", "'Send a test mail' in the outbox shows the rest.")
                : new Finding(Name, Health.Bad, $"{host}:{mail.Port} does not greet as a mail server.", "It has to be a port for submission with STARTTLS, 587 as a rule.")];
        }
        catch (Exception failure) when (failure is SocketException or IOException || (failure is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return [new Finding(Name, Health.Bad, $"{host}:{mail.Port} cannot be reached: {failure.Message}", "Look at name, port and firewall.")];
        }
    }
}
