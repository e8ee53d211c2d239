using IdentitySource.Server.Composition;
using IdentitySource.TestKit;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace IdentitySource.Server.Tests.Composition;

public class ReadingTheConfiguration
{
    [Fact]
    public void Without_any_it_serves_this_machine_in_path_mode()
    {
        var options = Read();
        Assert.Equal("http://localhost:8080", options.PublicOrigin);
        Assert.Equal(AddressMode.Path, options.AddressMode);
        Assert.Equal(Path.GetFullPath("data"), options.DataFolder);
        Assert.Null(options.MasterKey);
        Assert.Null(options.Administrator);
        Assert.True(options.Migrate);
        Assert.Equal("en", options.DefaultLocale);
    }

    [Fact]
    public void What_is_set_is_taken()
    {
        var options = Read(
            ("PublicOrigin", "https://id.acme.test"), ("AddressMode", "subdomain"), ("DataFolder", "/var/lib/x"), ("Migrate", "false"),
            ("DefaultLocale", "zh-CN"), ("Administrator:Email", "olga@acme.test"), ("Administrator:Password", "correct horse"));
        Assert.Equal(("https://id.acme.test", AddressMode.Subdomain, "/var/lib/x"), (options.PublicOrigin, options.AddressMode, options.DataFolder));
        Assert.Equal(new FirstAdministrator("olga@acme.test", "correct horse"), options.Administrator);
        Assert.False(options.Migrate);
    }

    [Theory]
    [InlineData("fr")]
    [InlineData("en-klingon!")]
    [InlineData("")]
    public void A_language_that_no_page_speaks_is_refused(string language) =>
        Assert.StartsWith("IdentitySource__DefaultLocale ", Assert.Single(Faults(("DefaultLocale", language))), StringComparison.Ordinal);

    [Theory]
    [InlineData("http://localhost:9000", "http://localhost:9000")]
    [InlineData("http://127.0.0.1:9000", "http://127.0.0.1:9000")]
    [InlineData("http://[::1]:9000", "http://[::1]:9000")]
    [InlineData("https://localhost:9000", "http://localhost:8080")]
    [InlineData("http://id.acme.test:9000", "http://localhost:8080")]
    [InlineData("nonsense", "http://localhost:8080")]
    [InlineData(null, "http://localhost:8080")]
    public void Where_nothing_says_otherwise_it_listens_at_a_plain_origin_of_this_machine(string? origin, string url) =>
        Assert.Equal(url, ListenAddress.Usual(origin));

    [Theory]
    [InlineData("http://localhost")]
    [InlineData("http://127.0.0.1:5000")]
    [InlineData("http://[::1]:5000")]
    [InlineData("http://id.localhost:5000")]
    [InlineData("https://id.acme.test:8443")]
    public void An_origin_is_https_or_this_machines_own(string origin) => Assert.Equal(origin, Read(("PublicOrigin", origin)).PublicOrigin);

    [Theory]
    [InlineData("https://id.acme.test/")]
    [InlineData("https://id.acme.test/path")]
    [InlineData("https://ID.acme.test")]
    [InlineData("https://user@id.acme.test")]
    [InlineData("https://user:secret@id.acme.test")]
    [InlineData("https://id.acme.test?x")]
    [InlineData("https://id.acme.test:443")]
    [InlineData("http://id.acme.test")]
    [InlineData("ftp://id.acme.test")]
    [InlineData("id.acme.test")]
    [InlineData("")]
    public void Anything_else_is_no_origin(string origin) =>
        Assert.Contains("PublicOrigin", Assert.Single(Faults(("PublicOrigin", origin))), StringComparison.Ordinal);

    [Fact]
    public void Http_elsewhere_has_to_be_allowed_by_name() =>
        Assert.Equal("http://id.acme.test", Read(("PublicOrigin", "http://id.acme.test"), ("AllowHttp", "true")).PublicOrigin);

    [Fact]
    public void An_address_of_digits_has_no_subdomains() => Assert.Contains(
        "no subdomains", Assert.Single(Faults(("PublicOrigin", "http://127.0.0.1:8080"), ("AddressMode", "Subdomain"))), StringComparison.Ordinal);

    [Fact, Attack("FW-04")]
    public void Proxies_are_addresses_and_networks_and_there_are_none_at_first()
    {
        Assert.Empty(Read().KnownProxies);
        Assert.Equal(["10.0.0.0/8", "127.0.0.1/32", "::1/128"], Read(("KnownProxies", "10.0.0.0/8, 127.0.0.1,::1")).KnownProxies.Select(each => each.ToString()));
        Assert.Equal("fd00::/8", Assert.Single(Read(("KnownProxies:0", "fd00::/8")).KnownProxies).ToString());
        Assert.Equal(3, Assert.Throws<ConfigurationException>(() => Read(("KnownProxies", "10.0.0.0/33,proxy.internal,*"))).Faults.Count);
    }

    [Fact]
    public void All_faults_are_told_in_one_message()
    {
        var refused = Assert.Throws<ConfigurationException>(() => Read(
            ("PublicOrigin", "nowhere"), ("AddressMode", "1"), ("Migrate", "perhaps"), ("DefaultLocale", "klingon!"),
            ("Administrator:Email", "olga"), ("Administrator:Password", "short")));
        Assert.Equal(
            ["AddressMode", "Administrator__Email", "Administrator__Password", "DefaultLocale", "Migrate", "PublicOrigin"],
            refused.Faults.Select(fault => fault.Split(' ', ':')[0]["IdentitySource__".Length..]).Order(StringComparer.Ordinal));
        Assert.All(refused.Faults, fault => Assert.Contains(fault, refused.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("PerKey", "0")]
    [InlineData("DearPerPool", "-1")]
    [InlineData("FailuresPerSource", "many")]
    [InlineData("PerKey", "99999999999")]
    public void A_limit_of_the_api_that_would_break_every_request_stops_the_start(string name, string value)
    {
        Assert.StartsWith($"IdentitySource__ApiLimits__{name} ", Assert.Single(Faults(($"ApiLimits:{name}", value))), StringComparison.Ordinal);
        Assert.NotNull(Read(($"ApiLimits:{name}", "1")));
    }

    [Theory, Attack("HI-08")]
    [InlineData("Host", "mail.acme.test:587")]
    [InlineData("Host", "mail acme")]
    [InlineData("Port", "0")]
    [InlineData("Port", "65536")]
    [InlineData("Port", "smtp")]
    [InlineData("From", "")]
    [InlineData("From", "Acme <id@acme.test>")]
    [InlineData("From", "id@acme.test\r\nBcc: eve@evil.test")]
    [InlineData("FromName", "Acme\r\nBcc: eve@evil.test")]
    [InlineData("UserName", "acme")]
    [InlineData("Password", "secret")]
    [InlineData("Timeout", "00:00:26")]
    [InlineData("Timeout", "20")]
    [InlineData("Timeout", "soon")]
    [InlineData("AllowUnencryptedMail", "perhaps")]
    public void What_is_wrong_about_mail_stops_the_start(string name, string value)
    {
        Dictionary<string, string> settings = new() { ["Host"] = "mail.acme.test", ["From"] = "id@acme.test", [name] = value };
        var fault = Assert.Single(Faults([.. settings.Select(each => ($"Mail:{each.Key}", each.Value))]));
        Assert.StartsWith("IdentitySource__Mail__", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Grace", "5")]
    [InlineData("Grace", "-00:00:01")]
    [InlineData("Grace", "soon")]
    [InlineData("Requests", "00:05:01")]
    public void A_time_to_leave_in_is_a_time_of_five_minutes_at_most(string name, string value)
    {
        Assert.StartsWith($"IdentitySource__Shutdown__{name} ", Assert.Single(Faults(($"Shutdown:{name}", value))), StringComparison.Ordinal);
        Assert.Equal((TimeSpan.Zero, TimeSpan.FromSeconds(5)), (Read().Shutdown.Grace, Read().Shutdown.Requests));
        Assert.Equal(TimeSpan.FromSeconds(90), Read(("Shutdown:Grace", "00:01:30")).Shutdown.Grace);
    }

    [Fact, Attack("LG-03")]
    public void A_password_is_not_sent_in_clear_whatever_is_allowed()
    {
        (string, string)[] mail = [("Mail:Host", "mail.acme.test"), ("Mail:From", "id@acme.test"), ("Mail:UserName", "acme"), ("Mail:Password", "secret")];
        Assert.True(Read(mail).Mail is { IsConfigured: true, AllowUnencryptedMail: false, Port: 587 });
        Assert.Contains("in clear", Assert.Single(Faults([.. mail, ("Mail:AllowUnencryptedMail", "true")])), StringComparison.Ordinal);
        Assert.False(Read().Mail.IsConfigured);
        Assert.Contains("Host is missing", Assert.Single(Faults(("Mail:From", "id@acme.test"))), StringComparison.Ordinal);
    }

    [Fact]
    public void Half_an_administrator_is_a_fault()
    {
        Assert.Single(Faults(("Administrator:Email", "olga@acme.test")));
        Assert.Single(Faults(("Administrator:Password", "correct horse")));
    }

    [Fact]
    public void Neither_the_master_key_nor_the_password_shows_itself_as_text()
    {
        const string Key = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
        var options = Read(("MasterKey", Key), ("Administrator:Email", "olga@acme.test"), ("Administrator:Password", "correct horse"));
        Assert.DoesNotContain(Key, $"{options}", StringComparison.Ordinal);
        Assert.DoesNotContain("correct horse", $"{options} {options.Administrator}", StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Faults(params (string Name, string Value)[] settings) =>
        Assert.Throws<ConfigurationException>(() => Read(settings)).Faults;

    private static DeploymentOptions Read(params (string Name, string Value)[] settings) => DeploymentOptions.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"IdentitySource:{setting.Name}", (string?)setting.Value)))
        .Build());
}
