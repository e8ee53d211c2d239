using IdentitySource.Management.Mail;
using IdentitySource.Server.Composition;

namespace IdentitySource.Server.Tests.Deployment;

/// <summary>What an engine or a service manager has to wait for before it kills.</summary>
internal static class LongestEnd
{
    public static TimeSpan WithSlowMail { get; } =
        new DeploymentOptions { Mail = new MailOptions { Host = "mail.acme.test", Timeout = MailOptions.LongestTimeout } }.LongestEnd;
}
