using System.Text;
using System.Text.Json;
using IdentitySource.Management;
using IdentitySource.Management.Applications;
using IdentitySource.Protocol.Jose;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IdentitySource.Server.Tests.Token;

/// <summary>HS256 and the refreshing of a secret over HTTP.</summary>
public class SigningWithTheSecret(HostedServer server) : IClassFixture<HostedServer>
{
    private Task<SignedIn> SignedInAsync() => server.SignedInAsync(input => input with
    {
        IdTokenAlgorithm = SigningAlgorithm.HS256,
        IntrospectionAuthentication = "client_secret_basic",
        RevocationAuthentication = "none",
    });

    private async Task<Answer> TokensAsync(SignedIn all, string secret)
    {
        RelyingParty shop = new(server.Client(), all.Application.Keys with { Secret = secret });
        return await shop.ExchangeAsync((await all.Browser.GetAsync(shop.AuthorizeUrl())).Answer["code"]);
    }

    private static bool IsSignedBy(string secret, Answer tokens) => Jws.VerifyHs256(tokens["id_token"], Encoding.UTF8.GetBytes(secret), "JWT", out _) is not null;

    private async Task<JsonElement> DiscoveryAsync(string issuer) =>
        JsonDocument.Parse(await server.Client().GetStringAsync(issuer + "/.well-known/openid-configuration")).RootElement;

    [Fact, Spec("OIDC Core §10.1")]
    public async Task The_secret_that_the_developer_was_shown_verifies_the_id_token()
    {
        var all = await SignedInAsync();
        var keys = all.Application.Keys;

        var tokens = await TokensAsync(all, keys.Secret!);

        Assert.True(IsSignedBy(keys.Secret!, tokens));
        Assert.Equal("""{"alg":"HS256","typ":"JWT"}""", Jwt.Header(tokens["id_token"]!));
        Assert.Contains("\"alg\":\"RS256\"", Jwt.Header(tokens["access_token"]!), StringComparison.Ordinal);
        Assert.Equal("""["RS256","HS256"]""", (await DiscoveryAsync(keys.Issuer)).GetProperty("id_token_signing_alg_values_supported").GetRawText());
        Assert.DoesNotContain("oct", await server.Client().GetStringAsync(keys.Issuer + "/.well-known/jwks.json"), StringComparison.Ordinal);
    }

    [Fact, Suite("oidcc-rp-initiated-logout")]
    public async Task It_signs_the_person_out_without_a_question()
    {
        var all = await SignedInAsync();
        var tokens = await TokensAsync(all, all.Application.Keys.Secret!);

        var left = await all.Browser.GetAsync(
            $"{all.Application.Keys.Issuer}/session/end?id_token_hint={tokens["id_token"]}&post_logout_redirect_uri={Uri.EscapeDataString("https://rp.acme.test/bye")}");

        Assert.Equal("https://rp.acme.test/bye", left.Left?.ToString());
    }

    [Fact, Attack("JW-19")]
    public async Task What_the_old_secret_signed_is_no_hint_when_there_is_another_not_even_in_the_grace_time()
    {
        var all = await SignedInAsync();
        var old = (await TokensAsync(all, all.Application.Keys.Secret!))["id_token"];
        await RefreshAsync(all.Application.Keys, TimeSpan.FromMinutes(10));

        var asked = await all.Browser.GetAsync($"{all.Application.Keys.Issuer}/session/end?id_token_hint={old}");

        Assert.Equal("Sign out?", asked.Heading);
        Assert.Equal("code", await all.Browser.SilentAsync(all.Application));
    }

    [Fact]
    public async Task A_refreshed_secret_signs_at_once_and_the_old_one_proves_the_application_until_its_time_is_over()
    {
        var all = await SignedInAsync();
        var (keys, old) = (all.Application.Keys, all.Application.Keys.Secret!);
        var next = await RefreshAsync(keys, TimeSpan.FromMinutes(10));

        var tokens = await TokensAsync(all, old);
        Assert.True(IsSignedBy(next, tokens));
        Assert.False(IsSignedBy(old, tokens));
        Assert.Equal(200, (await TokensAsync(all, next)).Status);

        server.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal("invalid_client", (await TokensAsync(all, old)).Error);
        Assert.Equal(200, (await TokensAsync(all, next)).Status);

        await using var db = await server.DatabaseAsync();
        var id = Guid.ParseExact(keys.ClientId, "N");
        var entry = await db.Events.SingleAsync(row => row.Kind == "application_secret_refreshed" && row.ApplicationId == id);
        Assert.Contains("previous_secret_until", entry.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_grace_time_the_old_one_ends_at_once_and_so_does_one_with()
    {
        var all = await SignedInAsync();
        var (keys, old) = (all.Application.Keys, all.Application.Keys.Secret!);
        var second = await RefreshAsync(keys, TimeSpan.FromDays(1));
        await RefreshAsync(keys, TimeSpan.Zero);

        Assert.Equal("invalid_client", (await TokensAsync(all, old)).Error);
        Assert.Equal("invalid_client", (await TokensAsync(all, second)).Error);
    }

    [Fact, Spec("RFC 8414 §2"), Attack("CA-04")]
    public async Task Discovery_names_the_three_methods_that_are_enforced()
    {
        var keys = (await SignedInAsync()).Application.Keys;
        var document = await DiscoveryAsync(keys.Issuer);
        (string Endpoint, string Path, string Method)[] settings =
        [
            ("token", "/token", "client_secret_post"), ("introspection", "/token/introspection", "client_secret_basic"), ("revocation", "/token/revocation", "none"),
        ];

        foreach (var (endpoint, path, set) in settings)
        {
            Assert.Equal(set, Assert.Single(document.GetProperty(endpoint + "_endpoint_auth_methods_supported").EnumerateArray()).GetString());
            foreach (var method in (string[])["client_secret_post", "client_secret_basic", "none"])
            {
                var answer = await new RelyingParty(server.Client(), keys with { Method = method }).PostAsync(path, [("grant_type", "urn:x"), ("token", "x")]);
                Assert.Equal(method == set, answer.Error != "invalid_client");
            }
        }
    }

    private async Task<string> RefreshAsync(RelyingPartyKeys keys, TimeSpan grace)
    {
        var outcome = await server.Services.GetRequiredService<RefreshApplicationSecret>().RunAsync(Actor.CommandLine, server.PoolId, keys.ClientId, grace);
        return outcome.Value!.Secret!;
    }
}
