using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using IdentitySource.Storage.Keys;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace IdentitySource.Server.Tests.Commands;

/// <summary><c>doctor</c> tells what is wrong, and leaves everything as it was.</summary>
public sealed class SeeingTheDoctor(TestDeployment deployment) : IClassFixture<TestDeployment>
{
    private readonly string nowhere = Path.Combine(Path.GetTempPath(), $"identitysource-doctor-{Guid.NewGuid():N}");

    [Fact]
    public async Task A_deployment_that_is_well_ends_with_0()
    {
        await using var front = await FrontAsync(http => http.Response.WriteAsync(http.Request.Path.Value!.EndsWith("jwks.json", StringComparison.Ordinal)
            ? JsonSerializer.Serialize(new { keys = deployment.Get<SigningKeyStore>().LoadAsync(deployment.PoolId, deployment.PoolId, default).Result.Keys.Select(key => new { kid = key.Key.Kid }) })
            : $$"""{"issuer":"http://{{http.Request.Host}}/oidc"}"""));
        var seen = await ExamineAsync(0, ("IdentitySource:PublicOrigin", Address(front)));
        Assert.All(["database", "schema", "clock", "master key", "signing keys", "public origin"], check => Assert.Equal("good", seen.Health(check)));
    }

    [Theory]
    [InlineData(421, "{}", "asked for another host")]
    [InlineData(502, "{}", "answers 502")]
    [InlineData(404, "{}", "answers 404")]
    [InlineData(301, "{}", "leads away to https://elsewhere.test")]
    [InlineData(200, "<html>", "is no IdentitySource")]
    [InlineData(200, """{"issuer":"https://id.acme.test/oidc"}""", "calls itself https://id.acme.test/oidc")]
    [InlineData(200, null, "Another deployment answers")]
    public async Task A_public_origin_that_leads_elsewhere_is_told_by_its_answer(int status, string? body, string told)
    {
        await using var front = await FrontAsync(http =>
        {
            http.Response.StatusCode = status;
            http.Response.Headers.Location = status == 301 ? "https://elsewhere.test/path" : default;
            return http.Response.WriteAsync(body ?? $$"""{"issuer":"http://{{http.Request.Host}}/oidc","keys":[]}""");
        });
        var seen = await ExamineAsync(11, ("IdentitySource:PublicOrigin", Address(front)));
        Assert.Equal("bad", seen.Health("public origin"));
        Assert.Contains(told, seen.What("public origin"), StringComparison.Ordinal);
    }

    [Fact, Attack("LG-04")]
    public async Task Another_or_a_missing_master_key_is_told_and_none_is_made()
    {
        var other = MasterKey.New().ToBase64();
        var seen = await ExamineAsync(11, ("IdentitySource:MasterKey", other));
        Assert.Equal("bad", seen.Health("master key"));
        Assert.DoesNotContain(other, seen.Text, StringComparison.Ordinal);

        seen = await ExamineAsync(11, ("IdentitySource:MasterKey", null), ("IdentitySource:DataFolder", nowhere));
        Assert.Contains("master key is missing", seen.What("master key"), StringComparison.Ordinal);
        Assert.False(Directory.Exists(nowhere));
    }

    [Fact]
    public async Task An_empty_database_stays_empty()
    {
        var empty = await TestCluster.CreateDatabaseAsync();
        var seen = await ExamineAsync(0, ("ConnectionStrings:Default", empty));
        Assert.Equal(("warning", "skipped"), (seen.Health("schema"), seen.Health("master key")));
        await using (var source = NpgsqlDataSource.Create(empty))
        {
            Assert.Equal(0L, await source.CreateCommand("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").ExecuteScalarAsync());
        }

        await TestCluster.DropDatabaseAsync(empty);
    }

    [Fact]
    public async Task On_a_fresh_machine_neither_folder_nor_key_nor_database_is_made()
    {
        var seen = await ExamineAsync(0, ("ConnectionStrings:Default", null), ("IdentitySource:MasterKey", null), ("IdentitySource:DataFolder", nowhere));
        Assert.Equal(("warning", "warning"), (seen.Health("data folder"), seen.Health("database")));
        Assert.False(Directory.Exists(nowhere));
    }

    [Fact, Attack("LG-04")]
    public async Task A_database_that_is_away_and_a_mail_server_that_is_none_are_told_without_passwords()
    {
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        var greeting = GreetAsync(other);
        var seen = await ExamineAsync(
            11,
            ("ConnectionStrings:Default", "Host=127.0.0.1;Port=1;Database=identity;Username=olga;Password=open-sesame"),
            ("IdentitySource:Mail:Host", "127.0.0.1"),
            ("IdentitySource:Mail:Port", $"{((IPEndPoint)other.LocalEndpoint).Port}"),
            ("IdentitySource:Mail:From", "id@acme.test"),
            ("IdentitySource:Mail:UserName", "id"),
            ("IdentitySource:Mail:Password", "open-sesame"));
        await greeting;
        Assert.Equal(("bad", "bad"), (seen.Health("database"), seen.Health("mail")));
        Assert.DoesNotContain("open-sesame", seen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(TestDeployment.MasterKey, seen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_weakens_is_a_warning_and_lines_are_for_people()
    {
        var ran = await new Shell(deployment).RunAsync("doctor", settings: new() { ["IdentitySource:AllowHttp"] = "true", ["IdentitySource:PublicOrigin"] = "http://127.0.0.1:9" });
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.Contains("warning  settings       IdentitySource__AllowHttp is true", ran.Output, StringComparison.Ordinal);
        Assert.Contains("warning  public origin  Nobody answers at http://127.0.0.1:9", ran.Output, StringComparison.Ordinal);
        Assert.Contains("To be mended: 0.", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_to_the_database_that_others_can_listen_to_is_a_warning()
    {
        var seen = await ExamineAsync(11, ("ConnectionStrings:Default", "Host=192.0.2.1;Database=identity;Username=olga;Password=open-sesame;Timeout=1"));
        Assert.Equal("warning", seen.Health("settings"));
        Assert.Contains("ConnectionStrings__Default: It lets the connection be in clear", seen.Text, StringComparison.Ordinal);
    }

    private static async Task GreetAsync(TcpListener other)
    {
        using var caller = await other.AcceptTcpClientAsync();
        await caller.GetStream().WriteAsync("SSH-2.0"u8.ToArray());
    }

    private static async Task<WebApplication> FrontAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var front = builder.Build();
        front.Run(answer);
        await front.StartAsync();
        return front;
    }

    private static string Address(WebApplication front) => front.Urls.Single();

    private async Task<Seen> ExamineAsync(int code, params (string Name, string? Value)[] settings)
    {
        Dictionary<string, string?> all = new() { ["IdentitySource:PublicOrigin"] = "http://127.0.0.1:9" };
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        var ran = await new Shell(deployment).RunAsync("doctor --json", settings: all);
        Assert.Equal((code, ""), (ran.Code, ran.Error));
        Assert.Equal(code == 0, ran.Json.GetProperty("healthy").GetBoolean());
        return new Seen(ran.Output, [.. ran.Json.GetProperty("findings").EnumerateArray()]);
    }

    private sealed record Seen(string Text, JsonElement[] Findings)
    {
        public string Health(string check) => Of(check, "health");

        public string What(string check) => Of(check, "what");

        private string Of(string check, string property) => Findings.First(each => each.GetProperty("check").GetString() == check).GetProperty(property).GetString()!;
    }
}
