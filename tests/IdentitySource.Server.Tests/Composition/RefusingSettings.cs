using IdentitySource.Server.Composition;
using IdentitySource.TestKit;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace IdentitySource.Server.Tests.Composition;

/// <summary>Everything that is read is checked in one go, and told by the name to set.</summary>
public class RefusingSettings
{
    /// <summary>What the host's own variables begin with; it takes that away.</summary>
    private const string Host = "ASPNETCORE_";

    [Theory]
    [InlineData("IdentitySource__SignInLimits__PerAccountAndSource", "0")]
    [InlineData("IdentitySource__SignInLimits__PerAccount", "-1")]
    [InlineData("IdentitySource__SignInLimits__PerSource", "ten")]
    [InlineData("IdentitySource__SignInLimits__Window", "00:00:00")]
    [InlineData("IdentitySource__SignInLimits__Window", "-00:15:00")]
    [InlineData("IdentitySource__SignInLimits__Window", "a quarter")]
    [InlineData("IdentitySource__FailureLimits__PerApplicationAndSource", "1.5")]
    [InlineData("IdentitySource__FailureLimits__PerSource", "99999999999")]
    [InlineData("IdentitySource__ApiLimits__PerKey", "0")]
    [InlineData("IdentitySource__EventRetention__Failures", "0")]
    [InlineData("IdentitySource__EventRetention__Others", "4000")]
    [InlineData("IdentitySource__EventRetention__Others", "25:00:00")]
    [InlineData("IdentitySource__UserImport__LargestFile", "256 MiB")]
    [InlineData("IdentitySource__UserImport__MostWaiting", "0")]
    [InlineData("IdentitySource__UserImport__MostKept", "-1")]
    [InlineData("IdentitySource__UserImport__Batch", "10001")]
    [InlineData("IdentitySource__Migrate", "yes")]
    [InlineData("IdentitySource__AllowHttp", "1")]
    [InlineData("Database__Provider", "Oracle")]
    [InlineData("Database__Provider", "1")]
    [InlineData("ASPNETCORE_URLS", "8080")]
    [InlineData("ASPNETCORE_URLS", "ftp://127.0.0.1")]
    [InlineData("ASPNETCORE_URLS", "http://127.0.0.1:8080;http://127.0.0.1:8081/path")]
    [InlineData("ASPNETCORE_HTTP_PORTS", "8080;http")]
    [InlineData("ASPNETCORE_HTTPS_PORTS", "65536")]
    public void Nonsense_stops_the_start_with_its_name_and_one_sentence(string name, string value)
    {
        var fault = Assert.Single(Faults((name, value)));
        Assert.StartsWith($"{name} '", fault, StringComparison.Ordinal);
        Assert.EndsWith(".", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("IdentitySource__EventRetention__Failures", "30")]
    [InlineData("IdentitySource__EventRetention__Others", "400.00:00:00")]
    [InlineData("IdentitySource__UserImport__MostKept", "0")]
    [InlineData("IdentitySource__SignInLimits__Window", "00:00:01")]
    [InlineData("Database__Provider", "postgresql")]
    [InlineData("ASPNETCORE_HTTP_PORTS", "8080;8081")]
    [InlineData("ASPNETCORE_URLS", "http://+:8080;http://[::1]:0;https://localhost:8443;http://unix:/run/identitysource.sock")]
    [InlineData("IdentitySource__KnownProxies__0", "10.0.0.1")]
    [InlineData("IdentitySource__Mail__Host", "")]
    public void What_makes_sense_is_taken(string name, string value) => Assert.Empty(Faults((name, value)));

    [Theory]
    [InlineData("IdentitySource__PublicOrign", "IdentitySource__PublicOrigin")]
    [InlineData("IdentitySource__SignInLimit__PerAccount", "IdentitySource__SignInLimits__PerAccount")]
    [InlineData("IdentitySource__knownproxy", "IdentitySource__KnownProxies")]
    [InlineData("Database__Kind", null)]
    [InlineData("IdentitySource__SignInLimits", null)]
    [InlineData("IdentitySource__Administrator__0", null)]
    public void A_name_that_nobody_asks_for_stops_the_start_and_names_the_nearest(string name, string? meant) => Assert.Equal(
        $"{name} is not a setting." + (meant is null ? "" : $" Is {meant} meant?"), Assert.Single(Faults((name, "secret"))));

    [Fact]
    public void What_stands_beside_the_sections_is_somebody_elses() =>
        Assert.Empty(Faults(("Database", "somewhere"), ("ConnectionStrings__Other", "x"), ("IdentitySourceX__Y", "x"), ("Logging__LogLevel__Default", "x")));

    [Theory]
    [InlineData("Host=db.internal")]
    [InlineData("Server=db.internal;Initial Catalog=identitysource;User ID=id;Password=open-sesame;Encrypt=True")]
    [InlineData("Host=db.internal;Database=id;Port=open-sesame")]
    [InlineData("open-sesame")]
    public void A_connection_string_that_is_none_is_told_with_the_other_faults_and_without_its_values(string given)
    {
        var faults = Faults(("ConnectionStrings__Default", given), ("IdentitySource__Migrate", "perhaps"));
        Assert.Equal(2, faults.Count);
        Assert.StartsWith("ConnectionStrings__Default: ", Assert.Single(faults, fault => !fault.Contains("Migrate", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.DoesNotContain("open-sesame", string.Concat(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void A_kind_of_database_without_a_private_one_has_to_be_told_where_it_is() =>
        Assert.StartsWith("ConnectionStrings__Default: It is missing", Assert.Single(Faults(("Database__Provider", "SqlServer"))), StringComparison.Ordinal);

    [Fact, Attack("LG-04")]
    public void No_fault_shows_a_secret_or_breaks_its_line()
    {
        var faults = Faults(
            ("IdentitySource__MasterKey", "open-sesame"),
            ("IdentitySource__PublicOrigin", "https://olga:open-sesame@id.acme.test"),
            ("IdentitySource__Administrator__Password", "sesame"),
            ("IdentitySource__Mail__Password", "open-sesame"),
            ("IdentitySource__AddressMode", "Path\n  - all is well"));
        Assert.Equal(7, faults.Count);
        Assert.All(faults, fault => Assert.DoesNotContain("sesame", fault, StringComparison.Ordinal));
        Assert.All(faults, fault => Assert.DoesNotContain('\n', fault));
    }

    private static IReadOnlyList<string> Faults(params (string Name, string Value)[] environment)
    {
        var settings = environment.Select(each => KeyValuePair.Create(
            each.Name.StartsWith(Host, StringComparison.Ordinal) ? each.Name[Host.Length..] : each.Name.Replace("__", ":", StringComparison.Ordinal), (string?)each.Value));
        try
        {
            DeploymentOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
            return [];
        }
        catch (ConfigurationException refused)
        {
            return refused.Faults;
        }
    }
}
