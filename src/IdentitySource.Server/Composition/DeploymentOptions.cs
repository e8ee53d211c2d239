using System.Globalization;
using System.Net;
using IdentitySource.Management.Mail;

namespace IdentitySource.Server.Composition;

/// <summary>The deployment's own settings, section <c>IdentitySource</c> of the configuration: read once, checked before anything starts.</summary>
public sealed record DeploymentOptions
{
    public const string Section = "IdentitySource";

    public const string DefaultOrigin = "http://localhost:8080";

    /// <summary>Scheme, host and port that browsers and applications reach us at; nothing is ever taken from a Host header.</summary>
    public string PublicOrigin { get; init; } = DefaultOrigin;

    public AddressMode AddressMode { get; init; }

    public DatabaseProvider Database { get; init; }

    /// <summary>An absolute path.</summary>
    public string DataFolder { get; init; } = Path.GetFullPath("data");

    /// <summary>Base64; null takes the file in the data folder.</summary>
    public string? MasterKey { get; init; }

    public string DefaultLocale { get; init; } = "en";

    /// <summary>Whether <c>serve</c> brings an external database's schema up to date by itself.</summary>
    public bool Migrate { get; init; } = true;

    public FirstAdministrator? Administrator { get; init; }

    /// <summary>The proxies before us, whose word about the visitor's address is believed; nobody's when empty.</summary>
    public IReadOnlyList<IPNetwork> KnownProxies { get; init; } = [];

    public MailOptions Mail { get; init; } = new();

    public ShutdownLimits Shutdown { get; init; } = new();

    /// <exception cref="ConfigurationException">With every fault.</exception>
    public static DeploymentOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        List<string> faults = [];
        DeploymentOptions options = new()
        {
            PublicOrigin = section["PublicOrigin"] ?? DefaultOrigin,
            AddressMode = OptionReading.OneOf<AddressMode>(configuration, $"{Section}:AddressMode", faults),
            Database = DatabaseChoice.Read(configuration, faults),
            DataFolder = Path.GetFullPath(section["DataFolder"] is { Length: > 0 } folder ? folder : "data"),
            MasterKey = section["MasterKey"] is { Length: > 0 } key ? key : null,
            DefaultLocale = section["DefaultLocale"] ?? "en",
            Migrate = OptionReading.Switch(configuration, $"{Section}:Migrate", whenUnset: true, faults),
            Administrator = FirstAdministrator.Read(section.GetSection("Administrator"), faults),
            Mail = MailSettings.Read(section.GetSection("Mail"), faults),
            Shutdown = ShutdownLimits.Read(section.GetSection("Shutdown"), faults),
            KnownProxies = ForwardedAddress.ReadProxies(section.GetSection("KnownProxies"), faults),
        };

        faults.AddRange(ApiLimitFaults.Of(section.GetSection("ApiLimits")));
        faults.AddRange(OriginFaults(options, allowHttp: OptionReading.Switch(configuration, $"{Section}:AllowHttp", whenUnset: false, faults)));
        if (!IsCulture(options.DefaultLocale))
        {
            faults.Add($"{Section}:DefaultLocale '{options.DefaultLocale}' is not the name of a language, like 'en' or 'zh-CN'.");
        }

        return faults.Count == 0 ? options : throw new ConfigurationException(faults);
    }

    private static IEnumerable<string> OriginFaults(DeploymentOptions options, bool allowHttp)
    {
        const string Name = $"{Section}:PublicOrigin";
        var origin = options.PublicOrigin;
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var parsed) || parsed.Scheme is not ("http" or "https"))
        {
            yield return $"{Name} '{origin}' is not an http or https address, like 'https://id.example.com'.";
        }
        else if (parsed.GetLeftPart(UriPartial.Authority) != origin || parsed.UserInfo.Length > 0)
        {
            yield return $"{Name} '{origin}' must be scheme, host and port alone, in lower case, without a path or a slash at the end: "
                + $"'{parsed.Scheme}://{parsed.Authority}'.";
        }
        else if (parsed.Scheme == "http" && !allowHttp && !IsLocal(parsed))
        {
            yield return $"{Name} '{origin}' must be https: passwords and tokens travel there. "
                + $"({Section}:AllowHttp=true allows it in a network of trust.)";
        }
        else if (options.AddressMode == AddressMode.Subdomain && parsed.HostNameType != UriHostNameType.Dns)
        {
            yield return $"{Name} '{origin}' has no subdomains: an IP address needs {Section}:AddressMode=Path.";
        }
    }

    private static bool IsLocal(Uri uri) =>
        uri.Host == "localhost" || uri.Host.EndsWith(".localhost", StringComparison.Ordinal)
        || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool IsCulture(string name)
    {
        try
        {
            return name.Length > 0 && CultureInfo.GetCultureInfo(name, predefinedOnly: true) is not null;
        }
        catch (CultureNotFoundException)
        {
            return false;
        }
    }

    /// <summary>The record's own text would show the master key.</summary>
    public override string ToString() => $"{PublicOrigin} ({AddressMode}), data in {DataFolder}";
}
