using System.Text.RegularExpressions;
using IdentitySource.Management.UserImports;
using IdentitySource.Server.Api;
using IdentitySource.Server.Composition;
using IdentitySource.Server.Endpoints;
using IdentitySource.Server.SignIn;
using IdentitySource.Storage.Events;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace IdentitySource.Server.Tests.Composition;

/// <summary>The page of settings and the program know the same ones.</summary>
public partial class DocumentingTheConfiguration
{
    [Fact]
    public void Every_setting_that_is_read_stands_on_the_page_and_no_other()
    {
        Asked asked = new();
        DeploymentOptions.Read(new ConfigurationBuilder().Add(asked).Build());
        var limits = new[] { typeof(SignInLimits), typeof(FailureLimits), typeof(ApiLimits), typeof(EventRetention) }
            .Select(type => (type.Name, Type: type))
            .Append((Name: "UserImport", Type: typeof(ImportLimits)))
            .SelectMany(section => section.Type.GetProperties().Select(property => $"{DeploymentOptions.Section}:{section.Name}:{property.Name}"));

        var written = Setting().Matches(File.ReadAllText(PagePath())).Select(match => match.Value.Replace("__", ":", StringComparison.Ordinal));

        Assert.Equal(asked.Keys.Concat(limits).Append(SecretFiles.FolderSetting).Distinct().Order(), written.Distinct().Order());
    }

    private static string PagePath()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "IdentitySource.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, "docs/operating/configuration.md");
    }

    [GeneratedRegex("(?:IdentitySource|Database)__[A-Za-z_]+")]
    private static partial Regex Setting();

    /// <summary>A configuration that has nothing and remembers what it was asked for.</summary>
    private sealed class Asked : ConfigurationProvider, IConfigurationSource
    {
        public List<string> Keys { get; } = [];

        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

        public override bool TryGet(string key, out string? value)
        {
            Keys.Add(key);
            return base.TryGet(key, out value);
        }
    }
}
