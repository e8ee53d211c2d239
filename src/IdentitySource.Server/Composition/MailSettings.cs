using System.Globalization;
using IdentitySource.Management.Mail;
using IdentitySource.Storage.Identity;

namespace IdentitySource.Server.Composition;

/// <summary>Reads the section <c>Mail</c>. Half of one is a fault: mails that nobody sends would be noticed late.</summary>
internal static class MailSettings
{
    public static MailOptions Read(IConfigurationSection section, List<string> faults)
    {
        MailOptions options = new()
        {
            Host = Text(section, "Host"),
            Port = Port(section, faults),
            From = Text(section, "From") ?? "",
            FromName = Text(section, "FromName"),
            UserName = Text(section, "UserName"),
            Password = Text(section, "Password"),
            Timeout = Timeout(section, faults),
            AllowUnencryptedMail = Switch(section, "AllowUnencryptedMail", faults),
        };
        faults.AddRange(Faults(options).Select(fault => $"{section.Path}:{fault}"));
        return options;
    }

    private static IEnumerable<string> Faults(MailOptions options)
    {
        if (!options.IsConfigured && (options.From.Length > 0 || options.UserName is not null || options.Password is not null))
        {
            yield return "Host is missing: without it no mail is sent.";
        }

        if (options.Host is { } host && Uri.CheckHostName(host) == UriHostNameType.Unknown)
        {
            yield return $"Host '{host}' is not the name or the address of a host. The port is a setting of its own.";
        }

        if (options.IsConfigured && Identifiers.Email(options.From) is null)
        {
            yield return "From is missing or not a plain e-mail address.";
        }

        if (options.FromName is { } name && (name.Length > 100 || !LookupNames.IsPlain(name)))
        {
            yield return "FromName is not one line of 100 visible characters at most.";
        }

        if (options.UserName is null != options.Password is null)
        {
            yield return "UserName and Password belong together: one is missing.";
        }

        if (options is { AllowUnencryptedMail: true, UserName: not null })
        {
            yield return "AllowUnencryptedMail would send the password in clear: it is for a mail server that asks for none.";
        }
    }

    private static int Port(IConfigurationSection section, List<string> faults)
    {
        var text = Text(section, "Port");
        if (text is null || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= ushort.MaxValue))
        {
            return text is null ? MailOptions.SubmissionPort : int.Parse(text, CultureInfo.InvariantCulture);
        }

        faults.Add($"{section.Path}:Port '{text}' is not a number from 1 to {ushort.MaxValue}.");
        return MailOptions.SubmissionPort;
    }

    private static TimeSpan Timeout(IConfigurationSection section, List<string> faults)
    {
        var (text, usual) = (Text(section, "Timeout"), new MailOptions().Timeout);
        if (text is null || (TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var span) && span >= TimeSpan.FromSeconds(1) && span <= MailOptions.LongestTimeout))
        {
            return text is null ? usual : TimeSpan.ParseExact(text, "c", CultureInfo.InvariantCulture);
        }

        faults.Add($"{section.Path}:Timeout '{text}' is not a time from 00:00:01 to {MailOptions.LongestTimeout:c}.");
        return usual;
    }

    private static bool Switch(IConfigurationSection section, string name, List<string> faults)
    {
        var text = Text(section, name);
        if (text is not null && !bool.TryParse(text, out _))
        {
            faults.Add($"{section.Path}:{name} '{text}' is neither true nor false.");
            return false;
        }

        return text is not null && bool.Parse(text);
    }

    private static string? Text(IConfigurationSection section, string name) => section[name] is { Length: > 0 } text ? text : null;
}
