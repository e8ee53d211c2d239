using System.Globalization;
using System.Text.RegularExpressions;
using IdentitySource.Server.Composition;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Server.Tests.Deployment;

/// <summary>What the compose file promises. That it is one, by the Compose specification's schema, is tested in <c>tests/interop</c>.</summary>
public partial class StartingWithCompose
{
    /// <summary>Nobody could try here what it needs; every other one gives up what it can.</summary>
    private const string NotConfined = "sqlserver";

    [Fact]
    public void Every_image_is_ours_or_of_a_version() => Assert.All(
        ComposeFile.Services, service => Assert.True(service.IsOurs || Pinned().IsMatch(service.Image!), service.Image));

    [Fact]
    public void Whoever_stays_is_asked_for_its_health_and_whoever_ends_is_waited_for() => Assert.All(ComposeFile.Services, service =>
    {
        Assert.True(service.IsOnce || service.Node["healthcheck"]?["test"]?[0]?.GetValue<string>() == "CMD", service.Name);
        Assert.All(service.Awaited, awaited => Assert.Equal(
            ComposeFile.Service(awaited.Key).IsOnce ? "service_completed_successfully" : "service_healthy", awaited.Value));

        // An engine that starts a part of the file does not know of services that the part leaves out.
        Assert.All(service.Awaited.Keys, awaited => Assert.Equal(service.Profiles, ComposeFile.Service(awaited).Profiles));
        Assert.True(!service.IsOnce || ComposeFile.Services.Any(other => other.Awaited.ContainsKey(service.Name)), service.Name);
    });

    [Fact]
    public void Each_database_has_a_profile_with_one_server_and_the_first_is_the_default()
    {
        Assert.Equal("sqlserver", DotEnv()["COMPOSE_PROFILES"]);
        foreach (var (profile, provider) in new[] { ("sqlserver", "SqlServer"), ("postgres", "PostgreSql") })
        {
            var server = Assert.Single(ComposeFile.Services, service => service.IsOurs && service.Profiles.SequenceEqual([profile]));
            Assert.Equal(provider, server.Environment["Database__Provider"]);
            Assert.Contains(profile, server.Awaited.Keys);
            Assert.Contains($"{profile}_connection", server.Secrets.Keys);
        }

        Assert.All(ComposeFile.Services, service => Assert.Contains(Assert.Single(service.Profiles), (string[])["sqlserver", "postgres", "dev"]));
    }

    [Fact, Attack("LG-03")]
    public void No_secret_stands_in_an_environment()
    {
        foreach (var (name, value) in ComposeFile.Services.SelectMany(service => service.Environment).Where(each => Secretive().IsMatch(each.Key)))
        {
            Assert.True(name.EndsWith("_FILE", StringComparison.Ordinal) && value.StartsWith("/run/secrets/", StringComparison.Ordinal), name);
        }

        Assert.DoesNotContain(ComposeFile.Variables(), variable => Secretive().IsMatch(variable.Name));
        Assert.All(ComposeFile.Services.Where(service => service.IsOurs), server => Assert.Equal(
            ["ConnectionStrings__Default", "IdentitySource__MasterKey"], server.Secrets.Values.Order(StringComparer.Ordinal)));
        Assert.All(ComposeFile.Services, service => Assert.All(service.Secrets.Keys, secret => Assert.NotNull(ComposeFile.Whole["secrets"]![secret])));
    }

    [Fact]
    public void Nobody_beyond_this_machine_reaches_a_port_and_nobody_a_database()
    {
        Assert.All(ComposeFile.Services.SelectMany(service => service.Words("ports")), port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));
        Assert.Equal("true", ComposeFile.Whole["networks"]!["database"]!["internal"]!.GetValue<string>());
        foreach (var service in ComposeFile.Services.Where(service => service.Image?.Contains("mssql", StringComparison.Ordinal) == true || service.Name == "postgres"))
        {
            Assert.Equal(["database"], service.Words("networks"));
            Assert.Empty(service.Words("ports"));
        }
    }

    [Fact]
    public void Every_service_gives_up_what_it_does_not_need()
    {
        Assert.All(ComposeFile.Services, service => Assert.Equal(["no-new-privileges:true"], service.Words("security_opt")));
        Assert.All(ComposeFile.Services.Where(service => service.Name != NotConfined), service =>
        {
            Assert.Equal(["ALL"], service.Words("cap_drop"));
            Assert.Equal("true", service.Node["read_only"]!.GetValue<string>());
        });
        Assert.DoesNotContain("privileged", ComposeFile.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("docker.sock", ComposeFile.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_lies_in_named_volumes_and_files_of_the_tree_are_only_read()
    {
        foreach (var mount in ComposeFile.Services.SelectMany(service => service.Words("volumes")).Select(volume => volume.Split(':')))
        {
            if (mount[0].StartsWith('.'))
            {
                Assert.True(File.Exists(Repository.PathOf(mount[0])), mount[0]);
                Assert.Equal("ro", mount[2]);
            }
            else
            {
                Assert.True(ComposeFile.Whole["volumes"]!.AsObject().ContainsKey(mount[0]), mount[0]);
            }
        }

        Assert.All(ComposeFile.Services.Where(service => service.IsOurs), server => Assert.Equal(["data:/data"], server.Words("volumes")));
    }

    [Fact]
    public void Every_variable_has_a_default_and_stands_in_the_documents()
    {
        var page = Repository.Text("docs/operating/install.md");
        Assert.All(ComposeFile.Variables(), variable =>
        {
            Assert.NotNull(variable.Default);
            Assert.Contains($"`{variable.Name}`", page, StringComparison.Ordinal);
        });
        var known = ComposeFile.Variables().Select(variable => variable.Name).Append("COMPOSE_PROFILES").ToHashSet(StringComparer.Ordinal);
        Assert.All(DotEnv().Keys.Concat(DotEnv("docker/dev.env").Keys), name => Assert.Contains(name, known));
    }

    [Fact]
    public void What_the_server_is_given_are_settings_that_it_knows()
    {
        var page = Repository.Text("docs/operating/configuration.md");
        Assert.All(ComposeFile.Services.Where(service => service.IsOurs), server => Assert.All(
            server.Environment.Keys.Concat(server.Secrets.Values), name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal)));
        var origin = ComposeFile.Service("identitysource").Environment["IdentitySource__PublicOrigin"];
        Assert.Equal("https://id.acme.test", ComposeFile.Resolve(origin, new Dictionary<string, string> { ["IDENTITYSOURCE_ORIGIN"] = "https://id.acme.test" }));
    }

    [Fact]
    public void The_engine_waits_longer_than_the_server_takes_to_leave() => Assert.All(ComposeFile.Services.Where(service => service.IsOurs), server =>
        Assert.True(TimeSpan.FromSeconds(int.Parse(server.Node["stop_grace_period"]!.GetValue<string>().TrimEnd('s'), CultureInfo.InvariantCulture)) > LongestEnd.WithSlowMail));

    private static Dictionary<string, string> DotEnv(string file = ".env") => Repository.Text(file).Split('\n')
        .Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

    [GeneratedRegex(@":v?\d+[\w.-]*\d[\w.-]*$")]
    private static partial Regex Pinned();

    [GeneratedRegex("PASSWORD|SECRET|MASTERKEY|CONNECTION|TOKEN", RegexOptions.IgnoreCase)]
    private static partial Regex Secretive();
}
