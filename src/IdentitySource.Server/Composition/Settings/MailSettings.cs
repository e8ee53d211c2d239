using IdentitySource.Management.Mail;
using IdentitySource.Storage.Identity;

namespace IdentitySource.Server.Composition.Settings;

/// <summary>Reads the section <c>Mail</c>. Half of one is a fault: mails that nobody sends would be noticed late.</summary>
internal static class MailSettings
{
    public static MailOptions Read(SettingsReader settings)
    {
        MailOptions usual = new();
        MailOptions options = new()
        {
            Host = settings.Text(nameof(usual.Host)),
            Port = settings.Number(nameof(usual.Port), usual.Port, most: ushort.MaxValue),
            From = settings.Text(nameof(usual.From)) ?? "",
            FromName = settings.Text(nameof(usual.FromName)),
            UserName = settings.Text(nameof(usual.UserName)),
            Password = settings.Text(nameof(usual.Password)),
            Timeout = settings.Time(nameof(usual.Timeout), usual.Timeout, TimeSpan.FromSeconds(1), MailOptions.LongestTimeout),
            AllowUnencryptedMail = settings.Switch(nameof(usual.AllowUnencryptedMail), usual.AllowUnencryptedMail),
        };
        Check(options, settings);
        return options;
    }

    private static void Check(MailOptions options, SettingsReader settings)
    {
        if (!options.IsConfigured && (options.From.Length > 0 || options.UserName is not null || options.Password is not null))
        {
            settings.Fault(nameof(options.Host), " is missing: without it no mail is sent.");
        }

        if (options.Host is { } host && Uri.CheckHostName(host) == UriHostNameType.Unknown)
        {
            settings.Refuse(nameof(options.Host), host, "is not the name or the address of a host; the port is a setting of its own");
        }

        if (options.IsConfigured && Identifiers.Email(options.From) is null)
        {
            settings.Fault(nameof(options.From), " is missing or not a plain e-mail address.");
        }

        if (options.FromName is { } name && (name.Length > 100 || !LookupNames.IsPlain(name)))
        {
            settings.Fault(nameof(options.FromName), " is not one line of 100 visible characters at most.");
        }

        if (options.UserName is null != options.Password is null)
        {
            settings.Fault(options.UserName is null ? nameof(options.UserName) : nameof(options.Password), " is missing: user name and password belong together.");
        }

        if (options is { AllowUnencryptedMail: true, UserName: not null })
        {
            settings.Fault(nameof(options.AllowUnencryptedMail), " would send the password in clear: it is for a mail server that asks for none.");
        }
    }
}
