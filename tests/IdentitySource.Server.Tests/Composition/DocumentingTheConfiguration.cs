using IdentitySource.Server.Composition;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace IdentitySource.Server.Tests.Composition;

/// <summary>The tables on the page of settings are written from the options; <c>UPDATE_DOCS=1</c> writes them anew.</summary>
public class DocumentingTheConfiguration
{
    [Fact]
    public void The_page_says_what_the_options_say()
    {
        var page = SettingsPage.Path;
        var written = SettingsPage.Write(File.ReadAllText(page));
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(page, written);
        }

        Assert.True(written == File.ReadAllText(page), "docs/operating/configuration.md is out of date: UPDATE_DOCS=1 dotnet test tests/IdentitySource.Server.Tests --filter DocumentingTheConfiguration");
    }

    [Fact]
    public void What_is_read_is_on_the_page_and_nothing_else()
    {
        Asked asked = new();
        DeploymentOptions.Read(new ConfigurationBuilder().Add(asked).Build());
        Assert.Equal(
            asked.Keys.Where(key => key.Contains(':', StringComparison.Ordinal)).Select(key => key.Replace(":", "__", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal),
            SettingsPage.Names().Order(StringComparer.Ordinal));
    }

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
