using System.Net;
using System.Text.Json;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using IdentitySource.TestKit.Postgres;
using Npgsql;
using Xunit;

namespace IdentitySource.Server.Tests.Deployment;

/// <summary>The documents' nginx in front of a real process: TLS and HTTP/2 there, plain http from there on.</summary>
public sealed class StandingBehindNginx(StandingBehindNginx.Deployed site) : IClassFixture<StandingBehindNginx.Deployed>
{
    [NginxFact, Attack("HI-04")]
    public async Task Every_address_is_the_public_origins_whatever_a_visitor_writes()
    {
        using var client = site.Nginx.Client();
        var plain = await client.GetAsync("/oidc/.well-known/openid-configuration");
        Assert.Equal((HttpStatusCode.OK, HttpVersion.Version20), (plain.StatusCode, plain.Version));
        using var metadata = JsonDocument.Parse(await plain.Content.ReadAsStringAsync());
        var addresses = metadata.RootElement.EnumerateObject().Where(each => each.Value.ValueKind == JsonValueKind.String).Select(each => each.Value.GetString()!)
            .Where(value => value.Contains("://", StringComparison.Ordinal)).ToList();
        Assert.True(addresses.Count > 5);
        Assert.All(addresses, address => Assert.StartsWith(site.Nginx.Origin.OriginalString + "/", address, StringComparison.Ordinal));

        Forge(client);
        Assert.Equal(await plain.Content.ReadAsStringAsync(), await client.GetStringAsync("/oidc/.well-known/openid-configuration"));
    }

    [NginxFact, Attack("HI-04"), Attack("FW-04")]
    public async Task A_person_signs_in_by_secure_cookies_and_is_seen_where_they_are()
    {
        using var client = site.Nginx.Client(from: "127.0.0.2");
        Forge(client);
        Browser browser = new(client, site.Nginx.Origin);
        RelyingParty notes = new(client, site.Application);

        var answered = await browser.SignInAsync(notes.AuthorizeUrl(), site.Ann);

        Assert.Equal(200, (await notes.ExchangeAsync(answered.Answer["code"])).Status);
        var set = browser.History.SelectMany(answer => answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : []).ToList();
        Assert.True(set.Count > 1);
        Assert.All(set, cookie =>
        {
            Assert.StartsWith("__Host-", cookie, StringComparison.Ordinal);
            Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
        });
        Assert.All(
            browser.History.Select(answer => answer.Headers.Location).OfType<Uri>().Where(to => to.IsAbsoluteUri && to.Host != "rp.acme.test"),
            to => Assert.Equal(site.Nginx.Origin.Authority, to.Authority));
        Assert.Equal("127.0.0.2", await site.AddressOfSessionAsync());
    }

    [NginxFact, Attack("FW-04")]
    public async Task Past_the_proxy_forwarding_headers_are_nobodys()
    {
        using SocketsHttpHandler handler = new() { ConnectCallback = (_, cancel) => Nginx.ConnectAsync("127.0.0.3", site.Port, cancel) };
        using HttpClient client = new(handler) { BaseAddress = new Uri("http://" + site.Nginx.Origin.Authority) };
        Forge(client);
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");

        Assert.Contains($"\"issuer\":\"{site.Nginx.Origin.OriginalString}/oidc\"", await client.GetStringAsync("/oidc/.well-known/openid-configuration"), StringComparison.Ordinal);
        Assert.Equal(401, (int)(await client.PostAsync("/oidc/token", new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", "past"), new("client_secret", "x")]))).StatusCode);
        await Eventually.TrueAsync(async () => await site.CountFailuresFromAsync("127.0.0.3") == 1);
        Assert.Equal(0, await site.CountFailuresFromAsync("203.0.113.7"));
    }

    [NginxFact]
    public async Task Large_requests_come_through_and_larger_ones_are_refused_by_name()
    {
        using var client = site.Nginx.Client();
        RelyingParty notes = new(client, site.Application);
        Browser browser = new(client, site.Nginx.Origin);
        var page = await browser.GetAsync(notes.AuthorizeUrl(("state", new string('s', 4000))));
        Assert.Contains("name=\"password\"", page.Body, StringComparison.Ordinal);

        async Task<HttpStatusCode> WithCookieAsync(int length, Version version)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, "/oidc/.well-known/openid-configuration") { Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            request.Headers.Add("Cookie", "other=" + new string('c', length));
            return (await client.SendAsync(request)).StatusCode;
        }

        Assert.Equal(HttpStatusCode.OK, await WithCookieAsync(24_000, HttpVersion.Version20));
        Assert.Equal(HttpStatusCode.OK, await WithCookieAsync(24_000, HttpVersion.Version11));
        Assert.Equal(HttpStatusCode.BadRequest, await WithCookieAsync(40_000, HttpVersion.Version11));
    }

    [NginxFact, Attack("PR-01")]
    public async Task Another_host_is_not_served_and_plain_http_leads_to_https()
    {
        using var client = site.Nginx.Client();
        using HttpRequestMessage elsewhere = new(HttpMethod.Get, "/oidc/.well-known/openid-configuration") { Version = HttpVersion.Version20 };
        elsewhere.Headers.Host = "evil.test";
        Assert.Equal(HttpStatusCode.MisdirectedRequest, (await client.SendAsync(elsewhere)).StatusCode);

        using HttpClient plain = new(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var answer = await plain.GetAsync($"http://127.0.0.1:{site.Nginx.PlainPort}/oidc/token?a=b");
        Assert.Equal((HttpStatusCode.PermanentRedirect, $"{site.Nginx.Origin.OriginalString}/oidc/token?a=b"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
    }

    [Fact]
    public void The_page_shows_the_file_that_is_run() => Assert.Contains(
        $"```nginx\n{Repository.Text("docs/operating/examples/nginx.conf")}```\n", Repository.Text("docs/operating/behind-a-proxy.md"), StringComparison.Ordinal);

    private static void Forge(HttpClient client)
    {
        client.DefaultRequestHeaders.Add("X-Forwarded-Host", "evil.test");
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "http");
        client.DefaultRequestHeaders.Add("X-Forwarded-Port", "1");
        client.DefaultRequestHeaders.Add("X-Forwarded-Prefix", "/evil");
        client.DefaultRequestHeaders.Add("X-Original-Host", "evil.test");
        client.DefaultRequestHeaders.Add("Forwarded", "for=203.0.113.9;host=evil.test;proto=http");
    }

    /// <summary>A server with one application and one person, and nginx before it.</summary>
    public sealed class Deployed : IAsyncLifetime
    {
        private readonly Dictionary<string, string> environment = [];
        private ServerProcess? server;

        internal Nginx Nginx { get; } = new();

        internal int Port { get; } = ServerProcess.FreePort();

        internal RelyingPartyKeys Application { get; private set; } = null!;

        internal Person Ann { get; } = new("ann@acme.test", "ann", "correct horse 42 staple");

        public async Task InitializeAsync()
        {
            if (Nginx.Program is null)
            {
                return;
            }

            environment["ConnectionStrings__Default"] = await HostedServer.CloneAsync();
            environment["IdentitySource__MasterKey"] = HostedServer.MasterKey;
            environment["IdentitySource__PublicOrigin"] = Nginx.Origin.OriginalString;
            environment["IdentitySource__KnownProxies"] = "127.0.0.1";
            environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{Port}";
            var application = await CommandAsync("app", "create", "--name", "Notes", "--address", "notes", "--redirect-uri", "https://rp.acme.test/cb", "--no-consent");
            Application = new RelyingPartyKeys(
                application.GetProperty("issuer").GetString()!, application.GetProperty("client_id").GetString()!, application.GetProperty("client_secret").GetString(),
                "client_secret_post", "https://rp.acme.test/cb");
            await CommandAsync("user", "add", "--username", Ann.Username, "--email", Ann.Email, "--password", Ann.Password);
            server = ServerProcess.Start(environment);
            await server.BeReadyAsync(new Uri($"http://127.0.0.1:{Port}"));
            await Nginx.StartAsync(Port);
        }

        public async Task DisposeAsync()
        {
            await Nginx.DisposeAsync();
            if (server is not null)
            {
                await server.DisposeAsync();
                await TestCluster.DropDatabaseAsync(environment["ConnectionStrings__Default"]);
            }
        }

        internal async Task<string?> AddressOfSessionAsync() => (string?)await AskAsync("SELECT remote_address FROM sessions");

        internal async Task<long> CountFailuresFromAsync(string address) =>
            (long)(await AskAsync($"SELECT count(*) FROM events WHERE NOT success AND remote_address = '{address}'"))!;

        private async Task<object?> AskAsync(string statement)
        {
            await using NpgsqlConnection connection = new(environment["ConnectionStrings__Default"]);
            await connection.OpenAsync();
            await using NpgsqlCommand command = new(statement, connection);
            return await command.ExecuteScalarAsync();
        }

        private async Task<JsonElement> CommandAsync(params string[] words)
        {
            var ran = await ServerProcess.RunAsync(environment, [.. words, "--json"]);
            Assert.Equal((0, ""), (ran.Code, ran.Error));
            return ran.Json;
        }
    }
}
