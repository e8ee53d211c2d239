using System.Globalization;
using System.Text.RegularExpressions;
using IdentitySource.Server.Composition;
using Xunit;

namespace IdentitySource.Server.Tests.Deployment;

/// <summary>The unit file of the documents, read by systemd's own reader. No systemd runs here to start it.</summary>
public class InstallingAService
{
    private const string Unit = "docs/operating/examples/identitysource.service";

    private const string Reader = "/usr/bin/systemd-analyze";

    [SystemdFact]
    public async Task Systemd_finds_no_fault_in_it()
    {
        // It asks whether the program is there.
        var text = Repository.Text(Unit).Replace("ExecStart=/usr/bin/dotnet ", $"ExecStart={ServerProcess.Runtime} ", StringComparison.Ordinal);
        var copy = Path.Combine(Directory.CreateTempSubdirectory("identitysource-unit-").FullName, "identitysource.service");
        await File.WriteAllTextAsync(copy, text);
        var ran = await ServerProcess.RunOtherAsync(new Dictionary<string, string>(), [Reader, "verify", copy]);
        Directory.Delete(Path.GetDirectoryName(copy)!, recursive: true);
        Assert.Equal((0, "", ""), (ran.Code, ran.Output, ran.Error));
    }

    [SystemdFact]
    public async Task It_is_exposed_to_little()
    {
        var ran = await ServerProcess.RunOtherAsync(new Dictionary<string, string>(), [Reader, "security", "--offline=true", "--threshold=20", "--no-pager", Repository.PathOf(Unit)]);
        Assert.True(ran.Code == 0, ran.Output + ran.Error);
    }

    [Fact]
    public void It_waits_longer_than_the_server_takes_to_leave_and_does_not_repeat_what_cannot_mend_itself()
    {
        var text = Repository.Text(Unit);
        string Value(string name) => Regex.Match(text, $"^{name}=(.*)$", RegexOptions.Multiline).Groups[1].Value;
        Assert.True(TimeSpan.FromSeconds(int.Parse(Value("TimeoutStopSec"), CultureInfo.InvariantCulture)) > LongestEnd.WithSlowMail);
        Assert.Equal(
            [ExitCodes.Usage, ExitCodes.Configuration, ExitCodes.MasterKey, ExitCodes.Schema, ExitCodes.DataFolder, ExitCodes.DatabaseUnfit],
            Value("RestartPreventExitStatus").Split(' ').Select(code => int.Parse(code, CultureInfo.InvariantCulture)));
        Assert.Equal("%d", Regex.Match(text, "^Environment=IdentitySource__SecretsFolder=(.*)$", RegexOptions.Multiline).Groups[1].Value);
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class SystemdFactAttribute : FactAttribute
    {
        public SystemdFactAttribute()
        {
            if (!File.Exists(Reader))
            {
                Skip = "needs systemd-analyze (Debian's package systemd)";
            }
        }
    }
}
