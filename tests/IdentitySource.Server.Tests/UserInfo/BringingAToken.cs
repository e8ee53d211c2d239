using System.Buffers.Text;
using System.Text;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Xunit;

namespace IdentitySource.Server.Tests.UserInfo;

/// <summary>What the bearer of a token is told, when, in which form, and who else may listen.</summary>
public class BringingAToken(HostedServer server) : IClassFixture<HostedServer>
{
    [Theory, Attack("CK-06"), Spec("RFC 7519 §4.1.4"), Spec("RFC 6750 §3.1")]
    [InlineData(-1, 200)]
    [InlineData(0, 401)]
    [InlineData(1, 401)]
    public async Task It_is_good_until_the_second_of_its_end_and_not_in_it(int secondsAfterTheEnd, int status)
    {
        var (notes, token) = await TokenAsync();
        var end = DateTimeOffset.FromUnixTimeSeconds(Jwt.Claims(token).GetProperty("exp").GetInt64());
        server.Clock.Advance(end.AddSeconds(secondsAfterTheEnd) - server.Clock.Now);

        Assert.Equal(status, (await notes.UserInfoAsync(token)).Status);
        Assert.Equal($"{status == 200}", (await notes.IntrospectAsync(token))["active"]);
    }

    [Fact, Attack("TT-12"), Attack("CH-01"), Spec("RFC 6750 §2.3")]
    public async Task In_the_address_it_is_taken_but_neither_logged_nor_kept()
    {
        var (notes, token) = await TokenAsync();
        var broken = token[..^8] + "AAAAAAAA";

        var told = await GetAsync($"{notes.Keys.Issuer}/me?access_token={token}");
        var refused = await GetAsync($"{notes.Keys.Issuer}/me?access_token={broken}");
        var twice = await GetAsync($"{notes.Keys.Issuer}/me?access_token={token}", "Authorization", "Bearer " + token);

        Assert.Equal((200, 401, 400), (told.Status, refused.Status, twice.Status));
        Assert.All([told, refused, twice], answer =>
        {
            Assert.Equal("no-store", answer.Response.Headers.CacheControl!.ToString());
            Assert.Equal("no-referrer", Assert.Single(answer.Response.Headers.GetValues("Referrer-Policy")));
        });
        var signature = token.Split('.')[1];
        Assert.DoesNotContain(server.Log.Lines, line => line.Contains(signature, StringComparison.Ordinal) || line.Contains("access_token=", StringComparison.Ordinal));
    }

    [Fact, Attack("CT-07"), Spec("OIDC Core §5.3.2")]
    public async Task Who_asks_for_a_signed_answer_gets_json_as_the_application_registered_none()
    {
        var (notes, token) = await TokenAsync();
        using HttpRequestMessage request = new(HttpMethod.Get, notes.Keys.Issuer + "/me")
        {
            Headers = { { "Authorization", "Bearer " + token }, { "Accept", "application/jwt" } },
        };

        var answer = await Answer.OfAsync(await server.Client().SendAsync(request));

        Assert.Equal("application/json", answer.Response.Content.Headers.ContentType!.ToString());
        Assert.NotNull(answer["sub"]);
    }

    [Theory, Attack("CR-05")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_an_unverified_token_says_of_origins_is_not_believed(bool shared)
    {
        var notes = await server.ApplicationAsync(shared: shared);
        var claims = $$"""{"azp":"https://evil.test","client_id":"{{notes.Keys.ClientId}}","allowed-origins":["https://evil.test","*"],"origin":"https://evil.test"}""";
        var forged = $"{Encoded("""{"alg":"RS256","typ":"at+jwt"}""")}.{Encoded(claims)}.{Encoded("x")}";

        var answer = await GetAsync(notes.Keys.Issuer + "/me", "Origin", "https://evil.test", "Bearer " + forged);
        var own = await GetAsync(notes.Keys.Issuer + "/me", "Origin", "https://rp.acme.test", "Bearer " + forged);

        Assert.Equal((401, 401), (answer.Status, own.Status));
        Assert.False(answer.Response.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.Equal("https://rp.acme.test", Assert.Single(own.Response.Headers.GetValues("Access-Control-Allow-Origin")));
    }

    private async Task<(RelyingParty Application, string Token)> TokenAsync()
    {
        var (notes, browser, _) = await server.SignedInAsync();
        return (notes, (await notes.ExchangeAsync((await browser.GetAsync(notes.AuthorizeUrl())).Answer["code"]))["access_token"]!);
    }

    private async Task<Answer> GetAsync(string address, string? header = null, string? value = null, string? authorization = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, address);
        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }

        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        return await Answer.OfAsync(await server.Client().SendAsync(request));
    }

    private static string Encoded(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
