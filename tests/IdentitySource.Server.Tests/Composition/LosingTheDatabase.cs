using System.Net;
using IdentitySource.Server.Tests.Api;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Npgsql;
using Xunit;

namespace IdentitySource.Server.Tests.Composition;

/// <summary>The database refuses connections for a while, and comes back.</summary>
public class LosingTheDatabase(HostedServer server) : IClassFixture<HostedServer>
{
    [Fact, Attack("ST-01"), Attack("ST-02"), Attack("ST-03"), Attack("ST-08"), Attack("LG-04")]
    public async Task Nothing_is_refused_for_want_of_looking_and_nothing_is_lost()
    {
        var ann = await server.PersonAsync();
        var notes = await server.ApplicationAsync();
        notes.Scope = "openid offline_access";
        var browser = server.Browser();
        var page = await browser.GetAsync(notes.AuthorizeUrl(("prompt", "consent")));
        page = await browser.SubmitAsync(page, new Dictionary<string, string> { ["identifier"] = ann.Email, ["password"] = ann.Password });
        var code = (await browser.SubmitAsync(page, new Dictionary<string, string>(), "allow")).Answer["code"];
        var verifier = notes.Verifier;

        var program = await ApiClient.WithAsync(server, ["pool:read"]);
        await AllowConnectionsAsync(false);
        var unserved = (await program.GetAsync("/pool")).Is(503);
        Assert.Equal(("application/problem+json", "temporarily_unavailable", "5"), (unserved.Type, unserved.Reason, unserved.Headers["Retry-After"]));
        var away = await notes.ExchangeAsync(code);
        Assert.Equal((503, "temporarily_unavailable"), (away.Status, away.Error));
        Assert.Equal("5", away.Response.Headers.RetryAfter!.ToString());
        Assert.Equal(503, (await notes.RefreshAsync("anything")).Status);
        var shown = await browser.GetAsync(notes.AuthorizeUrl());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, shown.Response.StatusCode);
        Assert.Contains("<h1>", shown.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await server.Client().GetAsync(notes.Keys.Issuer + "/.well-known/jwks.json")).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await server.Client().GetAsync("/health/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await server.Client().GetAsync("/health/live")).StatusCode);

        await AllowConnectionsAsync(true);
        var back = await notes.ExchangeAsync(code, ("code_verifier", verifier));
        Assert.Equal(200, back.Status);
        Assert.Equal(200, (await notes.RefreshAsync(back["refresh_token"]!)).Status);
        var password = new NpgsqlConnectionStringBuilder(server.ConnectionString).Password;
        Assert.DoesNotContain(server.Log.Lines, line => !string.IsNullOrEmpty(password) && line.Contains(password, StringComparison.Ordinal));
    }

    private async Task AllowConnectionsAsync(bool allow)
    {
        NpgsqlConnectionStringBuilder admin = new(server.ConnectionString) { Pooling = false };
        var name = admin.Database!;
        admin.Database = "postgres";
        await using NpgsqlConnection connection = new(admin.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = allow
            ? $"ALTER DATABASE \"{name}\" ALLOW_CONNECTIONS true"
            : $"ALTER DATABASE \"{name}\" ALLOW_CONNECTIONS false; SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'";
        await command.ExecuteNonQueryAsync();
    }
}
