using IdentitySource.TestKit;
using IdentitySource.TestKit.Http;
using Xunit;

namespace IdentitySource.Server.Tests.Api;

public class PacingRequests(PacingRequests.NarrowApi server) : IClassFixture<PacingRequests.NarrowApi>
{
    [Fact]
    public async Task A_key_has_so_many_requests_in_a_minute_and_another_has_its_own()
    {
        var (client, other) = (await ApiClient.WithAsync(server), await ApiClient.WithAsync(server));
        List<ApiReply> replies = [];
        for (var number = 0; number < 9; number++)
        {
            replies.Add(await client.GetAsync("/pool"));
        }

        // The minute may turn while they are sent, once.
        Assert.InRange(replies.Count(reply => reply.Status == 200), 4, 8);
        var refused = replies.First(reply => reply.Status != 200);
        Assert.Equal((429, "api_key_too_fast"), (refused.Status, refused.Reason));
        Assert.InRange(int.Parse(refused.Headers["Retry-After"], null), 1, 60);
        (await other.GetAsync("/pool")).Is(200);
    }

    [Fact]
    public async Task A_network_without_a_good_key_is_sent_away()
    {
        var stranger = new ApiClient(server.Client(), "isk_" + new string('A', 43));
        List<int> statuses = [];
        for (var number = 0; number < 12; number++)
        {
            statuses.Add((await stranger.GetAsync("/pool")).Status);
        }

        Assert.Equal([401, 429], statuses.Distinct().Order());
    }

    [Fact, Attack("DS-12")]
    public async Task What_makes_keys_has_a_budget_that_all_keys_of_a_pool_share()
    {
        var (one, other) = (await ApiClient.WithAsync(server), await ApiClient.WithAsync(server));
        List<ApiReply> replies = [];
        foreach (var client in new[] { one, other, one, other, one, other })
        {
            replies.Add(await client.PostAsync("/signing-keys/rotate", """{"algorithm":"ES256"}"""));
        }

        Assert.Contains(replies, reply => reply.Status == 200);
        Assert.Equal("api_pool_too_fast", replies.First(reply => reply.Status != 200).Is(429).Reason);
    }

    public sealed class NarrowApi : HostedServer
    {
        protected override IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>
        {
            ["IdentitySource:ApiLimits:PerKey"] = "4",
            ["IdentitySource:ApiLimits:FailuresPerSource"] = "5",
            ["IdentitySource:ApiLimits:DearPerPool"] = "2",
        };
    }
}
