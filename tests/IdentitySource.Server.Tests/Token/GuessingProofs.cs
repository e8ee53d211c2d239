using System.Net.Http.Headers;
using System.Text;
using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Xunit;

namespace IdentitySource.Server.Tests.Token;

/// <summary>Guesses at the back channel end soon, and a stranger who names an application shuts nobody off.</summary>
public class GuessingProofs(GuessingProofs.FewFailures server) : IClassFixture<GuessingProofs.FewFailures>
{
    private const int PerPair = 5;

    private const int PerSource = 12;

    private static int networks;

    private readonly HttpClient guesser = At($"10.77.{Interlocked.Increment(ref networks)}.1", server);

    [Theory, Attack("CA-25")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Wrong_secrets_end_with_429_and_the_right_one_still_works_also_from_there(bool basic)
    {
        var notes = await server.ApplicationAsync(input => input with { TokenAuthentication = basic ? "client_secret_basic" : "client_secret_post" });
        List<int> statuses = [];
        for (var guess = 0; guess < PerPair + 3; guess++)
        {
            // Each guess another secret from its first character on, and each name spelled as form encoding allows.
            var id = guess % 2 == 0 || !basic ? notes.Keys.ClientId : $"%{(int)notes.Keys.ClientId[0]:x2}{notes.Keys.ClientId[1..]}";
            statuses.Add((await ProveAsync(notes, id, $"{Guid.NewGuid():N}{guess}", basic)).Status);
        }

        Assert.Equal([.. Enumerable.Repeat(401, PerPair), 429, 429, 429], statuses);
        Assert.Equal((400, "invalid_request"), await ReadAsync(ProveAsync(notes, notes.Keys.ClientId, notes.Keys.Secret!, basic)));
        Assert.Equal((400, "invalid_request"), await ReadAsync(notes.TokenAsync(("grant_type", "refresh_token"))));
    }

    [Fact, Attack("CA-25"), Attack("AC-07"), Attack("RF-20")]
    public async Task Wrong_codes_and_refresh_tokens_end_with_429_and_the_right_ones_still_work_beside_them()
    {
        var (notes, browser, _) = await server.SignedInAsync();
        var beside = new RelyingParty(guesser, notes.Keys);
        for (var guess = 0; guess < PerPair; guess++)
        {
            Assert.Equal(400, (await beside.RefreshAsync($"guess-{guess}")).Status);
        }

        var spent = await beside.ExchangeAsync("guess");
        Assert.Equal((429, "temporarily_unavailable", "60"), (spent.Status, spent.Error, spent.Response.Headers.RetryAfter!.ToString()));

        var code = (await browser.GetAsync(beside.AuthorizeUrl())).Answer["code"];
        Assert.Equal(200, (await beside.ExchangeAsync(code)).Status);
    }

    [Fact, Attack("CA-25")]
    public async Task Another_application_has_its_own_budget_until_the_network_has_used_up_all()
    {
        var (notes, shop) = (await server.ApplicationAsync(), await server.ApplicationAsync());
        for (var guess = 0; guess < PerPair + 1; guess++)
        {
            await ProveAsync(notes, notes.Keys.ClientId, $"wrong-{guess}", basic: false);
        }

        Assert.Equal(401, (await ProveAsync(shop, shop.Keys.ClientId, "wrong", basic: false)).Status);
        for (var guess = PerPair + 2; guess < PerSource; guess++)
        {
            Assert.Equal(401, (await ProveAsync(notes, $"{Guid.NewGuid():N}", "wrong", basic: guess % 2 == 0)).Status);
        }

        Assert.Equal(429, (await ProveAsync(notes, $"{Guid.NewGuid():N}", "wrong", basic: false)).Status);
        Assert.Equal(429, (await ProveAsync(notes, $"{Guid.NewGuid():N}", "wrong", basic: true)).Status);
        Assert.Equal(401, (await ProveAsync(notes, $"{Guid.NewGuid():N}", "wrong", basic: true, At("10.78.1.1", server))).Status);
    }

    private static HttpClient At(string peer, HostedServer server)
    {
        var client = server.Client();
        client.DefaultRequestHeaders.Add(Doorkeeper.PeerHeader, peer);
        return client;
    }

    private static async Task<(int Status, string? Error)> ReadAsync(Task<Answer> asked)
    {
        var answer = await asked;
        return (answer.Status, answer.Error);
    }

    private async Task<Answer> ProveAsync(RelyingParty notes, string id, string secret, bool basic, HttpClient? from = null)
    {
        List<KeyValuePair<string, string>> form = [new("grant_type", "refresh_token")];
        using HttpRequestMessage request = new(HttpMethod.Post, notes.Keys.Issuer + "/token");
        if (basic)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}")));
        }
        else
        {
            form.AddRange([new("client_id", id), new("client_secret", secret)]);
        }

        request.Content = new FormUrlEncodedContent(form);
        return await Answer.OfAsync(await (from ?? guesser).SendAsync(request));
    }

    public sealed class FewFailures : HostedServer
    {
        protected override IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>
        {
            ["IdentitySource:FailureLimits:PerApplicationAndSource"] = $"{PerPair}",
            ["IdentitySource:FailureLimits:PerSource"] = $"{PerSource}",
        };
    }
}
