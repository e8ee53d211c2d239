using System.Net.Http.Headers;
using System.Text;
using IdentitySource.TestKit;
using Xunit;

namespace IdentitySource.Server.Tests.Api;

/// <summary>At a real listener, whose own limit is that of a form.</summary>
public class SendingALargeConfiguration(FollowingTheExamples.ListeningApi server) : IClassFixture<FollowingTheExamples.ListeningApi>
{
    private const int Limit = 8 * 1024 * 1024;

    [Fact]
    public async Task It_is_longer_than_any_other_body()
    {
        var client = await ApiClient.WithAsync(server, ["configuration:write"]);
        Assert.Equal((200, null), await PostAsync(client, "format: 1\n" + new string('#', 1_000_000) + "\n"));
        Assert.Equal((200, null), await PostAsync(client, "format: 1\n#".PadRight(Limit, '#')));
    }

    [Fact, Attack("AD-04")]
    public async Task What_is_too_long_is_not_read()
    {
        var client = await ApiClient.WithAsync(server, ["configuration:write"]);
        Assert.Equal((413, "body_too_large"), await PostAsync(client, "format: 1\n#".PadRight(Limit + 1, '#')));
        Assert.Equal((413, "body_too_large"), await PostAsync(client, "format: 1\n#".PadRight(Limit + 1, '#'), chunked: true));
    }

    [Fact, Attack("AD-02")]
    public async Task Whoever_may_not_send_it_is_refused_before_it_is_read()
    {
        var stranger = await ApiClient.WithAsync(server, ["configuration:read"]);
        Assert.Equal((403, "api_scope_missing"), await PostAsync(stranger, "format: 1\n#".PadRight(1_000_000, '#')));
    }

    private async Task<(int Status, string? Reason)> PostAsync(ApiClient client, string file, bool chunked = false)
    {
        // The body is sent when the server asks for it, and not when it is too slow to say that it will not.
        using HttpClient http = new(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) });
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(server.ListeningAt, "/api/v3/configuration/apply?dry_run=true"));
        request.Headers.Host = "idp.test";
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", client.Key);
        request.Headers.ExpectContinue = true;
        request.Headers.TransferEncodingChunked = chunked;
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(file));
        request.Content.Headers.ContentType = new("application/yaml");
        using var response = await http.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, response.IsSuccessStatusCode ? null : System.Text.Json.Nodes.JsonNode.Parse(body)!["reason"]!.GetValue<string>());
    }
}
