using IdentitySource.Server.Composition;
using IdentitySource.Server.Tests.Commands;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace IdentitySource.Server.Tests.Deployment;

/// <summary>Settings that are files of one folder, as container engines mount secrets.</summary>
public sealed class ReadingSecretFiles : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("identitysource-secrets-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void They_stand_above_appsettings_and_below_environment_and_command_line()
    {
        var content = Directory.CreateDirectory(Path.Combine(folder, "content")).FullName;
        File.WriteAllText(Path.Combine(content, "appsettings.json"), """{ "OrderOf": { "File": "appsettings", "Secret": "appsettings", "Environment": "appsettings", "Argument": "appsettings" } }""");
        Secret("OrderOf__Secret", "secret\n");
        Secret("OrderOf__Environment", "secret");
        Secret("OrderOf__Argument", "secret");
        Environment.SetEnvironmentVariable("OrderOf__Environment", "environment");
        Environment.SetEnvironmentVariable("OrderOf__Argument", "environment");

        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = content, Args = ["--OrderOf:Argument", "argument", "--IdentitySource:SecretsFolder", folder] });
        builder.Configuration.AddSecretFiles();

        string? Setting(string name) => builder.Configuration["OrderOf:" + name];
        Assert.Equal(("appsettings", "secret", "environment", "argument"), (Setting("File"), Setting("Secret"), Setting("Environment"), Setting("Argument")));
    }

    [Fact, Attack("LG-03")]
    public void A_file_of_another_name_is_somebody_elses_secret()
    {
        Secret("urls", "http://evil.test");
        Secret("postgres_password", "open-sesame");
        Directory.CreateDirectory(Path.Combine(folder, "a__folder"));

        var configuration = Read(folder);

        Assert.Null(configuration["urls"]);
        Assert.DoesNotContain(configuration.AsEnumerable(), each => each.Value == "open-sesame");
    }

    [Fact]
    public void All_that_cannot_be_read_is_told_at_once()
    {
        File.CreateSymbolicLink(Path.Combine(folder, "IdentitySource__MasterKey"), Path.Combine(folder, "gone"));
        File.CreateSymbolicLink(Path.Combine(folder, "ConnectionStrings__Default"), Path.Combine(folder, "gone"));

        var faults = Assert.Throws<ConfigurationException>(() => Read(folder)).Faults;

        Assert.Collection(
            faults,
            fault => Assert.Contains("/ConnectionStrings__Default cannot be read", fault, StringComparison.Ordinal),
            fault => Assert.Contains("/IdentitySource__MasterKey cannot be read", fault, StringComparison.Ordinal));
        Assert.Contains("is not a folder", Assert.Single(Assert.Throws<ConfigurationException>(() => Read(folder + "/none")).Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_reads_them_too()
    {
        TestDeployment deployment = new();
        await deployment.InitializeAsync();
        Secret("ConnectionStrings__Default", deployment.ConnectionString);
        Secret("IdentitySource__MasterKey", TestDeployment.MasterKey);
        deployment.Settings.Clear();

        var ran = await new Shell(deployment).RunAsync("app list --json", settings: new() { ["IdentitySource:SecretsFolder"] = folder });

        Assert.Equal((0, ""), (ran.Code, ran.Error));
        await deployment.DisposeAsync();
    }

    private static ConfigurationManager Read(string from)
    {
        ConfigurationManager configuration = new();
        configuration.AddInMemoryCollection([new("IdentitySource:SecretsFolder", from)]);
        configuration.AddEnvironmentVariables();
        configuration.AddSecretFiles();
        return configuration;
    }

    private void Secret(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);
}
