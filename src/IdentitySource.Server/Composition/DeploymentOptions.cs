using System.Globalization;
using System.Net;
using IdentitySource.Management.Mail;
using IdentitySource.Management.UserImports;
using IdentitySource.Server.Api;
using IdentitySource.Server.Composition.Settings;
using IdentitySource.Server.Endpoints;
using IdentitySource.Server.Pages;
using IdentitySource.Server.SignIn;
using IdentitySource.Storage.Events;
using IdentitySource.Storage.Keys;

namespace IdentitySource.Server.Composition;

/// <summary>
/// The deployment's own settings: read once, checked before anything starts. The page of settings is written from these comments
/// and from those of the sections.
/// </summary>
public sealed record DeploymentOptions
{
    public const string Section = "IdentitySource";

    public const string DefaultOrigin = "http://localhost:8080";

    /// <summary>The kind of database: <c>PostgreSql</c> or <c>SqlServer</c>.</summary>
    [SettingName(DatabaseChoice.Setting)]
    public DatabaseProvider Database { get; init; }

    /// <summary>The <a href="databases.md">database</a>. None: the <a href="private-database.md">private one</a>, which is a PostgreSQL.</summary>
    [SettingName("ConnectionStrings:Default")]
    public string? ConnectionString { get; init; }

    /// <summary>
    /// Scheme, host and port that browsers and applications reach the server at; no path, no slash. Nothing is ever taken from a
    /// <c>Host</c> header. Issuers are made of it: changing it invalidates tokens and applications' settings.
    /// </summary>
    public string PublicOrigin { get; init; } = DefaultOrigin;

    /// <summary><c>Path</c>: <c>{origin}/apps/{address}</c>. <c>Subdomain</c>: <c>{address}.{host}</c>, which needs wildcard DNS and a wildcard certificate.</summary>
    public AddressMode AddressMode { get; init; }

    /// <summary>Lets the public origin be <c>http</c> on another host than this machine. For a network of trust.</summary>
    public bool AllowHttp { get; init; }

    /// <summary>
    /// Addresses and networks (<c>10.0.0.0/8</c>) of the proxies in front, comma-separated. <c>X-Forwarded-For</c> is read from them and from
    /// nobody else; other forwarded headers are never read.
    /// </summary>
    public IReadOnlyList<IPNetwork> KnownProxies { get; init; } = [];

    /// <summary>Where the master key and the private database are; from the working folder on if it is not absolute (<c>./run.sh</c>: beside itself).</summary>
    public string DataFolder { get; init; } = Path.GetFullPath("data");

    /// <summary>32 random bytes in base64. None: <c>master.key</c> in the data folder, made at the first start.</summary>
    public string? MasterKey { get; init; }

    /// <summary>The language of a page when neither person, application nor browser asks for one: <c>en</c> or <c>zh-Hans</c>, or another name of these two (<c>zh-CN</c>).</summary>
    public string DefaultLocale { get; init; } = "en";

    /// <summary>Whether the server brings an external database's schema up to date by itself; else the command <c>migrate</c> does.</summary>
    public bool Migrate { get; init; } = true;

    /// <summary>Folder of settings that are files. None: <c>/run/secrets</c>, if it is there.</summary>
    public string? SecretsFolder { get; init; }

    /// <summary>
    /// Starts although this machine's clock is more than a day away from the database's, or behind what is written there. For the time
    /// after a clock that ran ahead was mended.
    /// </summary>
    public bool AllowWrongClock { get; init; }

    /// <summary>The first administrator, for unattended set-up; ignored once there is one.</summary>
    public FirstAdministrator? Administrator { get; init; }

    /// <summary>How many wrong passwords are looked at.</summary>
    public SignInLimits SignInLimits { get; init; } = new();

    /// <summary>How many wrong secrets, codes and refresh tokens are told so in a minute; further ones get 429.</summary>
    public FailureLimits FailureLimits { get; init; } = new();

    /// <summary>How many requests the <a href="../api/README.md">management API</a> answers in a minute, on each server; further ones get 429.</summary>
    public ApiLimits ApiLimits { get; init; } = new();

    /// <summary>The server that takes <a href="mail.md">mails</a>.</summary>
    public MailOptions Mail { get; init; } = new();

    /// <summary>How the server leaves when it is asked to stop.</summary>
    public ShutdownLimits Shutdown { get; init; } = new();

    /// <summary>How long the event trail keeps what happened.</summary>
    public EventRetention EventRetention { get; init; } = new();

    /// <summary>What an <a href="../console/users.md">import of people</a> may cost.</summary>
    public ImportLimits UserImport { get; init; } = new();

    /// <summary>From the word to stop to the end, with the mail on the line finished.</summary>
    public TimeSpan LongestEnd => Shutdown.Whole + (Mail.IsConfigured ? Mail.Timeout : TimeSpan.Zero);

    /// <exception cref="ConfigurationException">With every fault.</exception>
    public static DeploymentOptions Read(IConfiguration configuration)
    {
        SettingsReader settings = new(configuration);
        var options = Read(settings, settings.Section(Section));
        ListeningCheck.Run(configuration, settings);
        settings.RefuseUnknown(Section);
        settings.RefuseUnknown(DatabaseChoice.Setting.Split(':')[0]);
        return settings.Faults.Count == 0 ? options : throw new ConfigurationException(settings.Faults);
    }

    private static DeploymentOptions Read(SettingsReader root, SettingsReader own)
    {
        DeploymentOptions options = new()
        {
            Database = DatabaseChoice.Read(root),
            ConnectionString = root.Text("ConnectionStrings:Default"),
            PublicOrigin = own.Given(nameof(PublicOrigin)) ?? DefaultOrigin,
            AddressMode = own.OneOf<AddressMode>(nameof(AddressMode)),
            AllowHttp = own.Switch(nameof(AllowHttp), usual: false),
            KnownProxies = ForwardedAddress.ReadProxies(own, nameof(KnownProxies)),
            DataFolder = Path.GetFullPath(own.Text(nameof(DataFolder)) ?? "data"),
            MasterKey = own.Text(nameof(MasterKey)),
            DefaultLocale = own.Given(nameof(DefaultLocale)) ?? "en",
            Migrate = own.Switch(nameof(Migrate), usual: true),
            SecretsFolder = own.Text(nameof(SecretsFolder)),
            AllowWrongClock = own.Switch(nameof(AllowWrongClock), usual: false),
            Administrator = FirstAdministrator.Read(own.Section(nameof(Administrator))),
            SignInLimits = LimitSettings.SignIn(own.Section(nameof(SignInLimits))),
            FailureLimits = LimitSettings.Failures(own.Section(nameof(FailureLimits))),
            ApiLimits = LimitSettings.Api(own.Section(nameof(ApiLimits))),
            Mail = MailSettings.Read(own.Section(nameof(Mail))),
            Shutdown = ShutdownLimits.Read(own.Section(nameof(Shutdown))),
            EventRetention = LimitSettings.Retention(own.Section(nameof(EventRetention))),
            UserImport = LimitSettings.Import(own.Section(nameof(UserImport))),
        };
        options.Check(root, own);
        return options;
    }

    private void Check(SettingsReader root, SettingsReader own)
    {
        OriginCheck.Run(this, own);
        if (DatabaseChoice.FindFault(Database, ConnectionString) is { } fault)
        {
            root.Fault("ConnectionStrings:Default", $": {fault}");
        }

        if (!IsCulture(DefaultLocale) || PageLanguage.Find(DefaultLocale) is null)
        {
            own.Refuse(nameof(DefaultLocale), DefaultLocale, "is no language of the pages: they speak 'en' and 'zh-Hans'");
        }

        if (MasterKey is { } key && !Storage.Keys.MasterKey.IsOne(key))
        {
            own.Fault(nameof(MasterKey), $" is not a master key: {Storage.Keys.MasterKey.Size} random bytes in base64 (44 characters) are expected.");
        }
    }

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
