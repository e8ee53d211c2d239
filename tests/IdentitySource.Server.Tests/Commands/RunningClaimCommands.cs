using IdentitySource.TestKit.Postgres;
using Xunit;

namespace IdentitySource.Server.Tests.Commands;

/// <summary><c>app claim …</c> and <c>pool scope …</c></summary>
public class RunningClaimCommands(TestDeployment deployment) : IClassFixture<TestDeployment>
{
    private readonly Shell shell = new(deployment);

    [Fact]
    public async Task An_applications_claims_are_added_listed_and_removed()
    {
        var id = (await shell.JsonAsync("app create --name Claims --address cli-claims --redirect-uri https://rp.acme.test/cb")).GetProperty("client_id").GetString();

        Assert.Equal(id, (await shell.JsonAsync("app claim add cli-claims KEY --value VALUE=1")).GetProperty("client_id").GetString());
        await shell.JsonAsync($"app claim add {id} https://acme.test/team --field extended_fields.team");
        Assert.Equal(
            """[{"name":"KEY","value":"VALUE=1","field":null},{"name":"https://acme.test/team","value":null,"field":"extended_fields.team"}]""",
            (await shell.JsonAsync("app claim list cli-claims")).GetProperty("claims").GetRawText());
        Assert.Equal("KEY  VALUE=1\nhttps://acme.test/team  (field extended_fields.team)\n", (await shell.RunAsync("app claim list cli-claims")).Output);

        await shell.JsonAsync("app claim remove cli-claims KEY");
        Assert.Equal(1, (await shell.JsonAsync("app claim list cli-claims")).GetProperty("claims").GetArrayLength());
    }

    [Theory]
    [InlineData("app claim add nothing KEY --value x", "application_unknown")]
    [InlineData("app claim add cli-refused sub --value x", "claim_reserved")]
    [InlineData("app claim add cli-refused KEY", "claim_source_ambiguous")]
    [InlineData("app claim remove cli-refused KEY", "claim_unknown")]
    [InlineData("pool scope add openid", "scope_reserved")]
    [InlineData("pool scope add refused --claim aud=x", "claim_reserved")]
    [InlineData("pool scope remove refused", "scope_unknown")]
    [InlineData("pool scope list --pool nothing", "pool_unknown")]
    public async Task What_is_refused_says_why(string line, string reason)
    {
        await shell.RunAsync("app create --name Refused --address cli-refused --redirect-uri https://rp.acme.test/cb");

        var ran = await shell.RunAsync($"{line} --json");

        Assert.Equal(1, ran.Code);
        Assert.Equal(reason, ran.Json.GetProperty("errors")[0].GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("pool scope add x --claim tier")]
    [InlineData("pool scope add x --claim-field tier")]
    [InlineData("app claim add x")]
    [InlineData("pool")]
    public async Task What_cannot_be_understood_ends_with_2(string line) => Assert.Equal(2, (await shell.RunAsync(line)).Code);

    [Fact]
    public async Task A_pools_scopes_are_added_listed_and_removed()
    {
        var added = await shell.JsonAsync("pool scope add loyalty --description Points --claim tier=gold=1 motto=go --claim-field level=extended_fields.level");
        Assert.Equal("loyalty", added.GetProperty("scope").GetString());
        await shell.JsonAsync("pool scope add bare");

        Assert.Equal(
            """
            [{"name":"loyalty","description":"Points","claims":[{"name":"tier","value":"gold=1","field":null},{"name":"motto","value":"go","field":null},
            {"name":"level","value":null,"field":"extended_fields.level"}]},{"name":"bare","description":null,"claims":[]}]
            """.Replace("\n", "", StringComparison.Ordinal),
            (await shell.JsonAsync("pool scope list")).GetProperty("scopes").GetRawText());
        Assert.Equal(
            "loyalty  Points\n  tier  gold=1\n  motto  go\n  level  (field extended_fields.level)\nbare\n", (await shell.RunAsync("pool scope list")).Output);

        await shell.JsonAsync("pool scope remove loyalty");
        Assert.Equal("bare\n", (await shell.RunAsync("pool scope list")).Output);
        Assert.Equal("", (await shell.RunAsync("pool scope list --pool operators")).Output);
    }
}
