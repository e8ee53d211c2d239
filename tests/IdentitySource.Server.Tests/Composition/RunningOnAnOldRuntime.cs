using IdentitySource.Server.Composition;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Xunit;

namespace IdentitySource.Server.Tests.Composition;

public class RunningOnAnOldRuntime
{
    [Theory, Attack("FW-01")]
    [InlineData("10.0.12", true)]
    [InlineData("9.0.20", true)]
    [InlineData("10.0.13", false)]
    [InlineData("10.0.13+5dd0e5a2b1", false)]
    [InlineData("10.1.0-preview.3", false)]
    public void One_with_known_holes_is_named_at_the_start_and_a_mended_one_is_not(string version, bool warned)
    {
        using CapturedLog log = new();

        RuntimeFloor.WarnBelow(log.CreateLogger("start"), RuntimeFloor.Parse(version));

        Assert.Equal(warned, log.Lines.Any(line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains(version.Split('+')[0], StringComparison.Ordinal)));
    }

    [Fact, Attack("FW-01")]
    public void The_runtime_that_serves_is_the_one_that_is_looked_at() =>
        Assert.StartsWith(RuntimeFloor.Running.ToString(2), Environment.Version.ToString(), StringComparison.Ordinal);
}
