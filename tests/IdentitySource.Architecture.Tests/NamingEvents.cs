using System.Text.RegularExpressions;
using Xunit;

namespace IdentitySource.Architecture.Tests;

/// <summary>What administrators do is written under a slug. The audit trail shows a name for each; in which languages, other tests say.</summary>
public partial class NamingEvents
{
    private const string Texts = "src/IdentitySource.Server/Pages/Console/Logs/LogsTexts.resx";

    /// <summary>Named as acts are, and none: why a session ended, and a setting.</summary>
    private static readonly string[] Others = ["password_changed", "oauth_enabled"];

    [Fact]
    public void Each_act_has_a_name_in_the_audit_trail()
    {
        var acts = SourceTree.Sources.Where(file => file.Project == "IdentitySource.Management")
            .SelectMany(file => Act().Matches(file.Text))
            .Select(match => match.Groups[1].Value)
            .Distinct()
            .Except(Others)
            .ToList();
        var named = Name().Matches(SourceTree.Text(Texts)).Select(match => match.Groups[1].Value);

        Assert.True(acts.Count > 50, $"The search found only {acts.Count} acts.");
        Assert.Empty(acts.Except(named));
    }

    [GeneratedRegex(@"""([a-z_]+_(?:added|blocked|changed|created|deleted|disabled|enabled|ended|invited|out|refreshed|removed|renamed|revealed|revoked|rotated|set|unblocked|updated|withdrawn))""")]
    private static partial Regex Act();

    [GeneratedRegex(@"""Kind\.([a-z_]+)""")]
    private static partial Regex Name();
}
