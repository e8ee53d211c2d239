using System.Text.Json;
using IdentitySource.Server.Commands;
using IdentitySource.TestKit.Postgres;
using Xunit;

namespace IdentitySource.Server.Tests.Commands;

/// <summary>Runs commands as a shell would, against a deployment's database.</summary>
internal sealed class Shell(TestDeployment deployment)
{
    public async Task<Ran> RunAsync(string line, string input = "", Dictionary<string, string?>? settings = null)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        using StringReader typed = new(input);
        Dictionary<string, string?> all = new(deployment.Settings) { ["IdentitySource:PublicOrigin"] = "https://id.acme.test" };
        foreach (var (name, value) in settings ?? [])
        {
            all[name] = value;
        }

        var code = await CommandLine.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), new CommandHost(typed, output, error, all));
        return new Ran(code, output.ToString(), error.ToString());
    }

    /// <summary>The one JSON object of a command that did what it was asked.</summary>
    public async Task<JsonElement> JsonAsync(string line, string input = "")
    {
        var ran = await RunAsync(line + " --json", input);
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        return ran.Json;
    }
}

internal sealed record Ran(int Code, string Output, string Error)
{
    public JsonElement Json
    {
        get
        {
            Assert.Single(Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            using var document = JsonDocument.Parse(Output);
            return document.RootElement.Clone();
        }
    }
}
